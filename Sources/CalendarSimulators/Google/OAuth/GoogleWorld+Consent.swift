import CivilTime

extension GoogleWorld {
    /// The consent page: who signs in, and a tick for each scope.
    func consentPage(_ request: SimulatedRequest) -> SimulatedAnswer {
        do throws(AuthorizationQuery.Fault) {
            let query = try AuthorizationQuery(request.parameters, settings: settings)
            return .page(ConsentPage(world: self, query: query, target: request.path + "?" + request.query).html)
        } catch {
            return refusedConsent(error)
        }
    }

    /// What somebody decided there.
    mutating func consent(_ request: SimulatedRequest, _ moment: Moment) -> SimulatedAnswer {
        let form = request.form
        do throws(AuthorizationQuery.Fault) {
            let query = try AuthorizationQuery(request.parameters, settings: settings)
            guard form["decision"] == "allow", let subject = form["person"], person(subject: subject) != nil else {
                return .see(query.redirect(with: [("error", "access_denied")]))
            }
            return .see(query.redirect(with: allow(query, subject: subject, ticked: form.all("scope"), moment)))
        } catch {
            return refusedConsent(error)
        }
    }

    private func refusedConsent(_ fault: AuthorizationQuery.Fault) -> SimulatedAnswer {
        .page(
            Markup.page(
                title: "Access blocked",
                body: "<h1>Access blocked</h1><p>Error: \(Markup.escaped(fault.code))</p><p>\(Markup.escaped(fault.explanation))</p>"),
            status: fault.code == "invalid_client" ? 401 : 400)
    }

    /// Hands out a code for what was ticked.
    mutating func allow(
        _ query: AuthorizationQuery, subject: String, ticked: [String], _ moment: Moment
    ) -> [(String, String)] {
        var scopes = Set(query.scopes.filter { ticked.contains($0) || GoogleScope.isAboutIdentity($0) }.map(GoogleScope.canonical))
        let before = authorization.granted(by: subject, to: query.client)
        if query.includesGranted { scopes.formUnion(before) }
        let code = "4/" + newName("0A")
        authorization.codes[code] = AuthorizationState.Code(
            client: query.client, redirect: query.redirect, subject: subject, scopes: scopes.sorted(), challenge: query.challenge,
            wantsRefresh: query.isOffline && (query.asksAgain || before.isEmpty), expires: moment.now + .minutes(10))
        return [("code", code), ("scope", scopes.sorted().joined(separator: " "))]
    }
}
