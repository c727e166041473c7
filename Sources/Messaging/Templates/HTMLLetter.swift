/// The HTML of every mail: a single column that stands without images, without its style sheet, in light and in dark. Styles that mail
/// programs must not lose are inline; the style sheet only adds the dark colours, under class names of our own.
let htmlLetterTemplate = #"""
    {{% CONTENT_TYPE:MAIL}}
    <!doctype html>
    <html lang="{{language}}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="supported-color-schemes" content="light dark">
    <meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
    <title>{{subject}}</title>
    <style>
    :root { color-scheme: light dark; supported-color-schemes: light dark; }
    @media (prefers-color-scheme: dark) {
      .k-page { background: #14171c !important; }
      .k-card { background: #1d2127 !important; border-color: #363c46 !important; }
      .k-text { color: #eceff3 !important; }
      .k-soft { color: #aab2be !important; }
      .k-line { border-color: #363c46 !important; }
    }
    </style>
    </head>
    <body class="k-page" style="margin: 0; padding: 0; background: #f4f6f8;">
    <div style="display: none; max-height: 0; overflow: hidden; mso-hide: all;">{{preview}}</div>
    <table role="presentation" class="k-page" width="100%" cellpadding="0" cellspacing="0" style="background: #f4f6f8;">
    <tr><td align="center" style="padding: 24px 12px;">
    <table role="presentation" class="k-card" width="100%" cellpadding="0" cellspacing="0" style="max-width: 560px; background: #ffffff; border: 1px solid #dde1e6; border-radius: 8px;">
    <tr><td class="k-text" style="padding: 28px 24px; text-align: start; font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #1b1f24;">
    <p class="k-soft" dir="auto" style="margin: 0 0 16px; font-size: 14px; color: #57606c;">{{brand}}</p>
    <h1 class="k-text" style="margin: 0 0 16px; font-size: 24px; line-height: 1.25; font-weight: 600; color: #1b1f24;">{{heading}}</h1>
    <p dir="auto" style="margin: 0 0 8px;">{{greeting}}</p>
    <p dir="auto" style="margin: 0 0 20px;">{{lead}}</p>
    {{#facts}}
    <div class="k-line" style="padding: 12px 0; border-top: 1px solid #dde1e6;">
    <p class="k-soft" style="margin: 0; font-size: 14px; color: #57606c;">{{label}}</p>
    {{#lines}}
    <p dir="auto" style="margin: 0; overflow-wrap: anywhere;">{{.}}</p>
    {{/lines}}
    </div>
    {{/facts}}
    {{#button}}
    <table role="presentation" cellpadding="0" cellspacing="0" style="margin: 20px 0 8px;">
    <tr><td style="border-radius: 6px; background: {{accent.background}};">
    <a href="{{url}}" style="display: inline-block; padding: 12px 20px; font-weight: 600; color: {{accent.foreground}}; text-decoration: none; border-radius: 6px;">{{label}}</a>
    </td></tr>
    </table>
    <p class="k-soft" style="margin: 0 0 16px; font-size: 14px; overflow-wrap: anywhere; color: #57606c;">{{hint}}</p>
    {{/button}}
    {{#paragraphs}}
    <p dir="auto" style="margin: 12px 0 0;">{{.}}</p>
    {{/paragraphs}}
    <div class="k-line k-soft" style="margin: 24px 0 0; padding: 16px 0 0; border-top: 1px solid #dde1e6; font-size: 14px; color: #57606c;">
    {{#contact}}
    <p dir="auto" style="margin: 0;">{{.}}</p>
    {{/contact}}
    <p dir="auto" style="margin: 12px 0 0;">{{footer}}</p>
    </div>
    </td></tr>
    </table>
    </td></tr>
    </table>
    </body>
    </html>

    """#
