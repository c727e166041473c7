/// Mails to customers, staff and users.
let englishMail: [String: String] = [
    // What an appointment is called in subjects and calendars; {party} is the business for customers, the customer for staff.
    "title": "{service} – {party}",
    "bookedSubject": "Booked for {day}: {title}",
    "movedSubject": "Moved to {day}: {title}",
    "changedSubject": "Changed for {day}: {title}",
    "cancelledSubject": "Cancelled for {day}: {title}",

    "greeting": "Hello {name},",
    "greetingNameless": "Hello,",
    "what": "What", "when": "When", "before": "Before", "people": "With", "place": "Where", "price": "Price", "free": "Free",
    "reason": "Reason", "customer": "Customer", "email": "Email", "phone": "Phone", "notes": "Customer’s notes", "staffNotes": "Your notes",

    // To customers
    "bookedHeading": "Your appointment is booked",
    "bookedLead": "Thank you for booking with {business}. We look forward to seeing you.",
    "movedHeading": "Your appointment has a new time",
    "movedLead": "{business} now expects you at the new time; the one before is no longer yours.",
    "changedHeading": "Your appointment has changed",
    "changedLead": "The time stays the same. These are the details now.",
    "cancelledHeading": "Your appointment is cancelled",
    "cancelledLead": "It will not take place. There is nothing more you need to do.",
    "changeButton": "Change or cancel",
    "againButton": "Book another time",
    "changeUntil": "You can change or cancel it online until {when}.",
    "changeTooLate": "It is too close for changes online. If you cannot come, please tell {business} yourself.",
    "invitationAttached": "The attached invitation puts it in your calendar.",
    "invitationUpdates": "The attached invitation updates your calendar.",
    "invitationRemoves": "The attached notice takes it out of your calendar.",
    "customerFooter": "You get this mail because this address was given for an appointment with {business}.",

    // To staff
    "staffBookedHeading": "A new appointment",
    "staffBookedLead": "{customer} booked {service} with you.",
    "staffEnteredLead": "{customer} was entered for {service} with you.",
    "staffMovedHeading": "An appointment has a new time",
    "staffMovedLead": "{customer} comes for {service} at the new time.",
    "staffChangedHeading": "An appointment has changed",
    "staffChangedLead": "The time stays the same. These are the details now.",
    "staffCancelledHeading": "An appointment is cancelled",
    "staffCancelledLead": "{customer} does not come for {service}. The time is open again.",
    "staffRemovedHeading": "An appointment is no longer yours",
    "staffRemovedLead": "{customer} still comes for {service}, but not to you.",
    "openButton": "Open the appointment",
    "linkedCalendar": "Your connected calendar is brought up to date by itself, so this mail carries no invitation.",
    "staffFooter": "You get this mail because you take appointments for {business}.",

    // In the calendars of staff
    "eventOrigin": "Booked with {business} through Kalends. To change it, open:",

    // To users of the admin app
    "invitationSubject": "{inviter} invites you to the appointments of {business}",
    "invitationHeading": "You are invited",
    "invitationLead": "{inviter} would like you to work with the appointments of {business}.",
    "invitationAdministrator": "You will be an administrator: you can change everything, users and settings included.",
    "invitationScheduler": "You will be a scheduler: you can make and change everybody’s appointments, customers and time off.",
    "invitationViewer": "You will be a viewer: you can see the calendar, but change nothing.",
    "invitationButton": "Choose a password",
    "invitationIgnore": "If you do not know {inviter}, ignore this mail: without you nothing happens.",
    "resetSubject": "Choose a new password for {business}",
    "resetHeading": "Choose a new password",
    "resetLead": "Somebody, most likely you, asked for a new password for your account with {business}.",
    "resetButton": "Choose a new password",
    "resetIgnore": "If it was not you, ignore this mail: your password stays as it is.",
    "linkUntil": "The link works once, until {when}.",
    "linkOnce": "The link works once.",
    "testSubject": "Test mail from {business}",
    "testHeading": "Mail works",
    "testLead": "This test mail was written on {when}. You are reading it, so mails of {business} reach this address.",
    "accountFooter": "This mail was sent by Kalends, the booking service of {business}.",

    "linkHint": "If the button does not work, open this address: {link}",
]
