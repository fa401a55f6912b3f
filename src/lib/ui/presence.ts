import { getContext, setContext } from 'svelte';

/** How this person proves to be present, and whether they did within the last minutes. */
export interface Presence {
	readonly proof: 'click' | 'password' | 'factor';
	readonly isFresh: boolean;
}

const KEY = Symbol('presence');

/** Called once by the layout of the pages behind the sign-in. */
export function providePresence(get: () => Presence): void {
	setContext(KEY, get);
}

/** For `ConfirmFields`. */
export function usePresence(): () => Presence {
	return getContext<() => Presence>(KEY);
}
