public import Hummingbird
public import Operations
public import WebShell

// BookingPages: everything that people see who are not signed in — a business's booking page, the link that manages a booking, and the set-up
// of an empty instance. It translates between HTTP and the use cases of Operations; what may be booked is decided there.
// Its words: an *open business* is one whose page is published; a *picker* is the month with its times; a *step* is one page on the way to
// a booking. All state is in the address: a page can be shared, reloaded and used without JavaScript, without cookies, inside a frame.

extension Router<KalendsRequestContext> {
    /// The public pages, in the order in which a customer sees them.
    public func addBookingPages(kalends: Kalends, shell: WebShell) {
        let site = PublicSite(kalends: kalends, shell: shell)

        get("/", use: Home(site: site).show)
        get("/robots.txt", use: Home(site: site).robots)
        get("/embed.js", use: Home(site: site).embed)

        get("/b/{business}", use: ChooseService(site: site).show)
        get("/b/{business}/events", use: LiveUpdates(site: site).listen)
        get("/b/{business}/{service}", use: ChooseTime(site: site).show)
        get("/b/{business}/{service}/details", use: EnterDetails(site: site).show)
        post("/b/{business}/{service}/details", use: EnterDetails(site: site).book)
        get("/b/{business}/done/{token}", use: BookingDone(site: site).show)

        get("/manage/{token}", use: ManageBooking(site: site).show)
        get("/manage/{token}/appointment.ics", use: ManageBooking(site: site).file)
        get("/manage/{token}/move", use: MoveBooking(site: site).show)
        post("/manage/{token}/move", use: MoveBooking(site: site).move)
        post("/manage/{token}/cancel", use: ManageBooking(site: site).cancel)

        get("/question/{token}", use: CustomerAnswer(site: site).show)
        post("/question/{token}", use: CustomerAnswer(site: site).take)

        get("/connect/return", use: ConnectReturn(site: site).finish)
        get("/connect/{token}", use: Connect(site: site).show)
        get("/connect/{token}/events", use: Connect(site: site).listen)
        post("/connect/{token}/agree", use: Connect(site: site).agree)
        post("/connect/{token}/sign-in", use: ConnectSignIn(site: site).signIn)
        post("/connect/{token}/other", use: ConnectSignIn(site: site).useAnother)
        post("/connect/{token}/choose", use: ConnectSignIn(site: site).choose)

        get("/set-up", use: SetUpForm.start)
        post("/set-up", use: SetUpForm(site: site).complete)
        post("/set-up/sample", use: SetUpForm(site: site).loadSample)
        get("/set-up/done", use: SetUpForm(site: site).done)
    }
}
