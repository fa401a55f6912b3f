import { matchKey } from '#lib/i18n/fold.ts';
import type { Text } from '#lib/i18n/text.ts';

/** Whether something that is said by these texts answers to every word of a search; an empty search finds all. */
export function answers(q: string, ...said: readonly (string | Text | undefined)[]): boolean {
	const words = matchKey(q).split(' ').filter(Boolean);
	if (!words.length) return true;
	const text = matchKey(
		said.map((one) => (typeof one === 'object' ? `${one.ar} ${one.en}` : (one ?? ''))).join(' '),
	);
	return words.every((word) => text.includes(word));
}
