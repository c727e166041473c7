import HTTPTypes

/// The admin app as a table, in the order of its menu: who may do what, and who answers.
let adminRoutes: [AdminRoute] = [
    // Signing in
    .open(.get, "/admin/sign-in", SignInPage.get),
    .open(.post, "/admin/sign-in", SignInPage.post),
    .open(.get, "/admin/forgot", ForgotPassword.get),
    .open(.post, "/admin/forgot", ForgotPassword.post),
    .open(.get, "/admin/password/{token}", ChoosePasswordPage.get),
    .open(.post, "/admin/password/{token}", ChoosePasswordPage.post),
    .post("/admin/sign-out", .reader, SignInPage.signOut),

    // Calendar
    .get("/admin", .reader, CalendarShow.get),
    .post("/admin/businesses/{id}/view", .reader, BusinessNew.view),

    // Appointments
    .get("/admin/appointments/new", .scheduler, AppointmentNew.get),
    .post("/admin/appointments", .scheduler, AppointmentNew.post),
    .get("/admin/appointments/{id}", .reader, AppointmentShow.get),
    .post("/admin/appointments/{id}/move", .scheduler, AppointmentMove.post),
    .post("/admin/appointments/{id}/confirm", .scheduler, AppointmentConfirm.post),
    .post("/admin/appointments/{id}/cancel", .scheduler, AppointmentCancel.post),
    .post("/admin/appointments/{id}/attendees", .scheduler, AppointmentAttendees.add),
    .post("/admin/appointments/{id}/attendees/remove", .scheduler, AppointmentAttendees.remove),
    .post("/admin/appointments/{id}/notes", .scheduler, AppointmentNotes.post),
    .get("/admin/appointments/{id}/answers/{customer}", .scheduler, AppointmentAnswers.get),
    .post("/admin/appointments/{id}/answers/{customer}", .scheduler, AppointmentAnswers.post),

    // Customers
    .get("/admin/customers", .reader, CustomerList.get),
    .get("/admin/customers/{id}", .reader, CustomerShow.get),
    .get("/admin/customers/{id}/edit", .scheduler, CustomerEdit.get),
    .post("/admin/customers/{id}/edit", .scheduler, CustomerEdit.post),
    .get("/admin/customers/{id}/export", .scheduler, CustomerShow.export),
    .get("/admin/customers/{id}/erase", .administrator, CustomerShow.askErase),
    .post("/admin/customers/{id}/erase", .administrator, CustomerShow.erase),

    // Services
    .get("/admin/services", .administrator, ServiceList.get),
    .get("/admin/services/new", .administrator, ServiceEdit.new),
    .post("/admin/services", .administrator, ServiceEdit.create),
    .get("/admin/services/{id}", .administrator, ServiceEdit.get),
    .post("/admin/services/{id}", .administrator, ServiceEdit.post),
    .get("/admin/services/{id}/remove", .administrator, ServiceEdit.askRemove),
    .post("/admin/services/{id}/remove", .administrator, ServiceEdit.remove),

    // Questions
    .get("/admin/questions", .administrator, QuestionList.get),
    .get("/admin/questions/new", .administrator, QuestionEdit.new),
    .post("/admin/questions", .administrator, QuestionEdit.create),
    .get("/admin/questions/{id}", .administrator, QuestionEdit.get),
    .post("/admin/questions/{id}", .administrator, QuestionEdit.post),
    .post("/admin/questions/{id}/move", .administrator, QuestionList.move),
    .get("/admin/questions/{id}/remove", .administrator, QuestionEdit.askRemove),
    .post("/admin/questions/{id}/remove", .administrator, QuestionEdit.remove),

    // Staff
    .get("/admin/staff", .administrator, StaffList.get),
    .get("/admin/staff/new", .administrator, StaffEdit.new),
    .post("/admin/staff", .administrator, StaffEdit.create),
    .get("/admin/staff/{id}", .administrator, StaffEdit.get),
    .post("/admin/staff/{id}", .administrator, StaffEdit.post),
    .post("/admin/staff/{id}/feed", .administrator, StaffEdit.renewFeed),
    .get("/admin/staff/{id}/remove", .administrator, StaffEdit.askRemove),
    .post("/admin/staff/{id}/remove", .administrator, StaffEdit.remove),
    .get("/admin/staff/{id}/hours", .administrator, HoursEdit.get),
    .post("/admin/staff/{id}/hours", .administrator, HoursEdit.post),
    .post("/admin/staff/{id}/hours/dates", .administrator, HoursEdit.addOverride),
    .post("/admin/staff/{id}/hours/dates/remove", .administrator, HoursEdit.removeOverride),

    // Time off
    .get("/admin/time-off", .scheduler, TimeOffList.get),
    .get("/admin/time-off/new", .scheduler, TimeOffEdit.new),
    .post("/admin/time-off", .scheduler, TimeOffEdit.create),
    .get("/admin/time-off/{id}", .scheduler, TimeOffEdit.get),
    .post("/admin/time-off/{id}", .scheduler, TimeOffEdit.post),
    .post("/admin/time-off/{id}/remove", .scheduler, TimeOffEdit.remove),

    // Calendars
    .get("/admin/calendars", .scheduler, CalendarAccountList.get),
    .post("/admin/calendars/sync", .scheduler, CalendarAccountList.sync),
    .post("/admin/calendars/{id}/sync", .scheduler, CalendarAccountList.sync),
    .post("/admin/calendars/{id}/agree", .scheduler, CalendarAccountList.agreeToRemovals),
    .get("/admin/calendars/settings", .administrator, SyncSettingsEdit.get),
    .post("/admin/calendars/settings", .administrator, SyncSettingsEdit.post),
    .get("/admin/calendars/settings/{id}", .administrator, SyncSettingsEdit.get),
    .post("/admin/calendars/settings/{id}", .administrator, SyncSettingsEdit.post),
    .get("/admin/calendars/people/{id}/check", .scheduler, ConnectionCheck.get),
    .post("/admin/calendars/people/{id}/check", .scheduler, ConnectionCheck.post),
    .get("/admin/calendars/people/{id}/check/report", .scheduler, ConnectionCheck.report),
    .get("/admin/calendars/people/{id}/event", .scheduler, EventQuestion.get),
    .get("/admin/calendars/people/{id}/slot", .scheduler, SlotQuestion.get),
    .get("/admin/calendars/people/{id}/log", .scheduler, SyncLogPage.get),
    .get("/admin/calendars/people/{id}/duplicates", .scheduler, DuplicatesPage.get),
    .post("/admin/calendars/people/{id}/duplicates", .administrator, DuplicatesPage.post),
    .get("/admin/calendars/runs/{id}/undo", .scheduler, UndoPage.get),
    .post("/admin/calendars/runs/{id}/undo", .scheduler, UndoPage.post),
    .get("/admin/calendars/connect", .administrator, CalendarConnect.get),
    .post("/admin/calendars/connect", .administrator, CalendarConnect.signIn),
    .post("/admin/calendars/connect/choose", .administrator, CalendarConnect.choose),
    .get("/admin/calendars/connect/google", .administrator, GoogleConnect.get),
    .get(GoogleConnect.returnPath, .administrator, GoogleConnect.finish),
    .get("/admin/calendars/accounts/{id}", .administrator, CalendarChoose.get),
    .post("/admin/calendars/accounts/{id}", .administrator, CalendarChoose.post),
    .get("/admin/calendars/accounts/{id}/disconnect", .administrator, CalendarAccountList.askDisconnect),
    .post("/admin/calendars/accounts/{id}/disconnect", .administrator, CalendarAccountList.disconnect),

    // Connections
    .get("/admin/connections", .scheduler, ConnectionList.get),
    .post("/admin/connections/{id}/invite", .administrator, ConnectionList.invite),
    .post("/admin/connections/{id}/link", .administrator, ConnectionList.makeLink),
    .post("/admin/connections/{id}/again", .administrator, ConnectionList.inviteAgain),
    .post("/admin/connections/{id}/revoke", .administrator, ConnectionList.revoke),
    .post("/admin/connections/people/{id}/switch", .administrator, ConnectionList.switchOver),

    // Conflicts
    .get("/admin/conflicts", .scheduler, ConflictList.get),
    .post("/admin/conflicts/{id}", .scheduler, ConflictList.settle),
    .post("/admin/conflicts/{id}/ask", .scheduler, ConflictList.ask),

    // Mail
    .get("/admin/mails", .administrator, MailList.get),
    .post("/admin/mails/test", .administrator, MailList.sendTest),
    .get("/admin/mails/{id}", .administrator, MailShow.get),
    .get("/admin/mails/{id}/source", .administrator, MailShow.source),
    .get("/admin/mails/{id}/preview", .administrator, MailShow.preview),
    .post("/admin/mails/{id}/resend", .administrator, MailShow.resend),

    // Jobs
    .get("/admin/jobs", .administrator, JobListPage.get),
    .post("/admin/jobs/{id}/retry", .administrator, JobListPage.retry),
    .get("/admin/jobs/{id}/discard", .administrator, JobListPage.askDiscard),
    .post("/admin/jobs/{id}/discard", .administrator, JobListPage.discard),

    // The business
    .get("/admin/settings", .administrator, BusinessEdit.get),
    .post("/admin/settings", .administrator, BusinessEdit.post),
    .post("/admin/settings/feed", .administrator, BusinessEdit.renewFeed),
    .get("/admin/hours", .administrator, HoursEdit.get),
    .post("/admin/hours", .administrator, HoursEdit.post),
    .post("/admin/hours/dates", .administrator, HoursEdit.addOverride),
    .post("/admin/hours/dates/remove", .administrator, HoursEdit.removeOverride),
    .get("/admin/businesses/new", .administrator, BusinessNew.get),
    .post("/admin/businesses", .administrator, BusinessNew.post),
    .post("/admin/businesses/first", .administrator, BusinessFirst.post),

    // Users
    .get("/admin/users", .administrator, UserList.get),
    .post("/admin/users", .administrator, UserList.invite),
    .post("/admin/users/{id}/invite", .administrator, UserList.inviteAgain),
    .post("/admin/users/{id}/role", .administrator, UserList.changeRole),
    .get("/admin/users/{id}/remove", .administrator, UserList.askRemove),
    .post("/admin/users/{id}/remove", .administrator, UserList.remove),

    // Keys to the REST API
    .get("/admin/tokens", .reader, TokenList.get),
    .post("/admin/tokens", .reader, TokenList.make),
    .get("/admin/tokens/{id}/revoke", .reader, TokenList.askRevoke),
    .post("/admin/tokens/{id}/revoke", .reader, TokenList.revoke),

    // Programs that are told of events
    .get("/admin/webhooks", .administrator, WebhookList.get),
    .post("/admin/webhooks", .administrator, WebhookList.make),
    .get("/admin/webhooks/deliveries/{id}", .administrator, WebhookDeliveryShow.get),
    .post("/admin/webhooks/deliveries/{id}/repeat", .administrator, WebhookDeliveryShow.again),
    .get("/admin/webhooks/{id}", .administrator, WebhookShow.get),
    .post("/admin/webhooks/{id}", .administrator, WebhookShow.save),
    .post("/admin/webhooks/{id}/test", .administrator, WebhookShow.test),
    .post("/admin/webhooks/{id}/switch", .administrator, WebhookShow.turn),
    .post("/admin/webhooks/{id}/secret", .administrator, WebhookShow.renewSecret),
    .get("/admin/webhooks/{id}/remove", .administrator, WebhookShow.askRemove),
    .post("/admin/webhooks/{id}/remove", .administrator, WebhookShow.remove),

    // What was done
    .get("/admin/history", .administrator, HistoryList.get),

    // One's own account
    .get("/admin/account", .reader, AccountPage.get),
    .post("/admin/account/password", .reader, AccountPage.changePassword),
    .post("/admin/account/sessions/end", .reader, AccountPage.endOtherSessions),
    .post("/admin/account/sessions/{id}/end", .reader, AccountPage.endSession),
]
