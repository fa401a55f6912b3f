import type { Text } from '#lib/i18n/text.ts';
import type { Saved, Typed } from './form.ts';

/** What a posted form of the page came back with when it was refused: the texts stay, the cells are named. */
export interface Returned {
	readonly which: string;
	readonly entered: Typed;
	readonly text: Text;
	readonly problems: readonly { readonly place: string; readonly text: Text }[];
	/** The save the page knew, while what was typed is not merged into the draft. */
	readonly base?: string;
	/** What the draft took of it, and where somebody else was faster. */
	readonly saved?: Saved;
}
