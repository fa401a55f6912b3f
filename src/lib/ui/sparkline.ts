/** A point of a sparkline; null where nothing is known, which breaks the line. */
export type Point = number | null;

export interface SparkShape {
	/** SVG path of this year's line. */
	readonly line: string;
	/** SVG path of last year's line, grey; empty without it. */
	readonly prior: string;
	/** Where the newest known value lies. */
	readonly end: { readonly x: number; readonly y: number } | undefined;
}

function path(points: readonly Point[], x: (i: number) => number, y: (value: number) => number): string {
	let drawing = false;
	let text = '';
	points.forEach((value, i) => {
		if (value === null) {
			drawing = false;
			return;
		}
		text += `${drawing ? 'L' : 'M'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
		drawing = true;
	});
	return text;
}

/** Lays oldest-first values into a box with a common scale for both years; time runs the way `rtl` says. */
export function sparkShape(
	values: readonly Point[],
	prior: readonly Point[],
	box: { width: number; height: number; rtl: boolean },
): SparkShape {
	const known = [...values, ...prior].filter((v): v is number => v !== null);
	const [low, high] = [Math.min(...known), Math.max(...known)];
	const pad = 4;
	const steps = Math.max(values.length, prior.length, 2) - 1;
	const x = (i: number) => {
		const along = (i / steps) * (box.width - 2 * pad);
		return box.rtl ? box.width - pad - along : pad + along;
	};
	const middle = box.height / 2;
	const y = (value: number) =>
		high === low ? middle : box.height - pad - ((value - low) / (high - low)) * (box.height - 2 * pad);
	const last = values.findLastIndex((v) => v !== null);
	const newest = values[last];
	return {
		line: path(values, x, y),
		prior: path(prior, x, y),
		end: newest === null || newest === undefined ? undefined : { x: x(last), y: y(newest) },
	};
}
