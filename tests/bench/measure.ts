/** Milliseconds of one call. */
async function once(run: () => unknown): Promise<number> {
	const started = performance.now();
	await run();
	return performance.now() - started;
}

export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)]!;
}

/** One side of a comparison; `units` is what one call does (rows, requests), for the rate beside the time. */
export interface Side {
	readonly name: string;
	readonly units?: number;
	run(): unknown;
}

/**
 * Runs the sides in turn, five rounds, and prints medians and the ratio of every later side to the first. Only
 * the ratios carry over to another machine.
 */
export async function compare(title: string, sides: readonly Side[], rounds = 5): Promise<void> {
	const times = sides.map((): number[] => []);
	for (const side of sides) await side.run();
	for (let round = 0; round < rounds; round++) {
		for (const [i, side] of sides.entries()) times[i]!.push(await once(() => side.run()));
	}
	const medians = times.map(median);
	console.log(`\n${title}`);
	for (const [i, side] of sides.entries()) {
		const rate = side.units
			? `  ${Math.round((side.units / medians[i]!) * 1000).toLocaleString('en')}/s`
			: '';
		const ratio = i ? `  ${(medians[i]! / medians[0]!).toFixed(2)}x the time of "${sides[0]!.name}"` : '';
		console.log(`  ${side.name}: ${medians[i]!.toFixed(2)} ms${rate}${ratio}`);
	}
}
