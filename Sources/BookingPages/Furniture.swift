public import WebShell

extension Furniture {
    /// The templates and static files of the public pages.
    public static let bookingPages = Furniture(
        templates: [
            "choose-service": PackageResources.choose_service_mustache,
            "choose-time": PackageResources.choose_time_mustache,
            "picker": PackageResources.picker_mustache,
            "booking-summary": PackageResources.booking_summary_mustache,
            "breadcrumb": PackageResources.breadcrumb_mustache,
            "enter-details": PackageResources.enter_details_mustache,
            "slot-state": PackageResources.slot_state_mustache,
            "booking-done": PackageResources.booking_done_mustache,
            "manage": PackageResources.manage_mustache,
            "move": PackageResources.move_mustache,
            "move-confirm": PackageResources.move_confirm_mustache,
            "connect": PackageResources.connect_mustache,
            "question": PackageResources.question_mustache,
            "question-field": PackageResources.question_field_mustache,
            "set-up": PackageResources.set_up_mustache,
            "set-up-done": PackageResources.set_up_done_mustache,
            "home": PackageResources.home_mustache,
        ],
        assets: [
            "booking.css": PackageResources.booking_css,
            "booking.js": PackageResources.booking_js,
            "connect.js": PackageResources.connect_js,
            "zone.js": PackageResources.zone_js,
            "set-up.js": PackageResources.set_up_js,
        ]
    )

    static let embedLoader = PackageResources.embed_js
}
