/// The plain twin. Lines that may hold what a person typed are set in or follow words of ours, so they cannot pass for headings.
let textLetterTemplate = #"""
    {{% CONTENT_TYPE:TEXT}}
    {{brand}}

    {{heading}}

    {{greeting}}

    {{lead}}
    {{#facts}}

    {{plainLabel}}
    {{#lines}}
      {{.}}
    {{/lines}}
    {{/facts}}
    {{#button}}

    {{label}}:
    {{url}}
    {{/button}}
    {{#paragraphs}}

    {{.}}
    {{/paragraphs}}

    --
    {{#contact}}
    {{.}}
    {{/contact}}
    {{footer}}

    """#
