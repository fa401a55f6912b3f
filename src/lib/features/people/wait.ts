import type { Format } from '../../i18n/format.ts';
import * as m from '#lib/paraglide/messages.js';

/** How long somebody has to wait before the next try, in a sentence; undefined when they need not. */
export function waitSentence(format: Format, seconds: number | undefined): string | undefined {
	if (seconds === undefined) return undefined;
	const n = seconds < 60 ? seconds : Math.ceil(seconds / 60);
	const message = seconds < 60 ? m.auth_later_seconds : m.auth_later_minutes;
	return message({ n, shown: format.integer(n) });
}
