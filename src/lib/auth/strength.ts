import type { Text } from '../i18n/text.ts';
import { matchKey } from '../i18n/fold.ts';
import { isCommonWord, LONGEST_WORD } from './words.ts';

const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 128;

const LOOKALIKES: Readonly<Record<string, string>> = {
	'0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i',
}; // prettier-ignore

const lettersOf = (text: string) => text.replace(/[^\p{L}]/gu, '');

/** Whether a text is nothing but common words (or the person's own) set one after another. */
function isMadeOfWords(letters: string, own: ReadonlySet<string>): boolean {
	const reachable = [true];
	for (let end = 1; end <= letters.length; end++) {
		reachable[end] = false;
		for (let start = Math.max(0, end - Math.max(LONGEST_WORD, 60)); start < end && !reachable[end]; start++) {
			const word = letters.slice(start, end);
			reachable[end] = reachable[start] === true && (isCommonWord(word) || own.has(word));
		}
	}
	return reachable[letters.length] === true;
}

/** One to four characters over and over, or a run such as 123456789012 or zyxwvutsrqpo. */
function isPattern(text: string): boolean {
	const characters = [...text];
	for (const size of [1, 2, 3, 4]) {
		if (characters.every((c, i) => c === characters[i % size])) return true;
	}
	const steps = characters
		.slice(1)
		.map((c, i) => (c.codePointAt(0) ?? 0) - (characters[i]?.codePointAt(0) ?? 0));
	const isRun = (step: number) =>
		steps.filter((s) => s === step || Math.abs(s) === 9).length === steps.length;
	return isRun(1) || isRun(-1);
}

/**
 * Whether a password is among the first that a guesser would try: common and local words with digits, signs or
 * look-alike characters around them, the person's own login, runs and repetitions.
 */
function isGuessable(password: string, own: readonly string[]): boolean {
	if (isPattern(password)) return true;
	const mine = new Set(own.map((word) => lettersOf(matchKey(word))).filter((word) => word.length > 2));
	const folded = matchKey(password);
	const swap = (text: string) => text.replace(/[0134578@$!]/g, (c) => LOOKALIKES[c] ?? c);
	// What stands at the end is mostly a year and an exclamation mark, not letters in disguise.
	const core = folded.replace(/[^\p{L}]+$/u, '');
	return [folded, swap(folded), swap(core)]
		.map(lettersOf)
		.some((letters) => letters !== '' && isMadeOfWords(letters, mine));
}

/**
 * What is wrong with a new password, or undefined. 12 to 128 characters, taken exactly as typed (nothing is
 * trimmed, folded or cut), no rules of composition, but not one that a guesser tries first (ASVS 6.2.1 to 6.2.12).
 * `own` are the words nearest to the person: the login and the names.
 */
export function passwordProblem(password: string, own: readonly string[]): Text | undefined {
	const length = [...password].length;
	if (length < SHORTEST_PASSWORD) {
		return {
			ar: 'كلمة المرور أقصر من 12 حرفًا. أضيفوا كلمات أخرى.',
			en: 'This is shorter than 12 characters. Add more words.',
		};
	}
	if (length > LONGEST_PASSWORD) {
		return { ar: 'كلمة المرور أطول من 128 حرفًا.', en: 'This is longer than 128 characters.' };
	}
	if (isGuessable(password, own)) {
		return {
			ar: 'كلمة المرور هذه سهلة التخمين. اختاروا كلمات لا رابط بينها.',
			en: 'This password is easy to guess. Choose words that do not belong together.',
		};
	}
	return undefined;
}
