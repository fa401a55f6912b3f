import type { Site } from '#lib/auth/site.server.ts';
import type { SessionView } from '#lib/auth/sessions.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Preferences } from '#lib/platform/preferences.ts';

declare global {
	namespace App {
		interface Error {
			/** Both languages and the reference, a line each; what a page without components shows. */
			message: string;
			text?: Text;
			/** The request id under which the log has the details. */
			reference?: string;
		}
		interface Locals {
			site: Site;
			requestId: string;
			/** The peer's address as the server sees it; empty when a proxy did not say. */
			address: string;
			prefs: Preferences;
			/** Set exactly when somebody is signed in. Loaders and actions take it through platform/forms. */
			ctx?: Context;
			session?: SessionView;
		}
	}
}

export {};
