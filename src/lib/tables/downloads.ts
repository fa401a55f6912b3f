/** Files that may leave at once: of one person, and of all together. */
const OF_ONE = 2;
const OF_ALL = 6;

/** Counts the files that are being sent. */
export interface Downloads {
	/** A place for one more file, to be given back by calling it (once or often); undefined when there is none. */
	take(person: number | string): (() => void) | undefined;
}

/** The places of one process. */
export function createDownloads({ ofOne = OF_ONE, ofAll = OF_ALL } = {}): Downloads {
	const taken = new Map<number | string, number>();
	let all = 0;
	return {
		take(person) {
			const own = taken.get(person) ?? 0;
			if (own >= ofOne || all >= ofAll) return undefined;
			taken.set(person, own + 1);
			all += 1;
			let isBack = false;
			return () => {
				if (isBack) return;
				isBack = true;
				all -= 1;
				const left = (taken.get(person) ?? 1) - 1;
				if (left) taken.set(person, left);
				else taken.delete(person);
			};
		},
	};
}
