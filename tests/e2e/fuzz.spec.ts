import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { Adversary } from '../support/adversary.ts';
import { openCompany } from '../support/company.ts';
import { targets } from '../support/targets.ts';

/** Posts of one run, four for each target; the figures of a thorough one come from `FUZZ_POSTS=10000`. */
const POSTS = Number(process.env.FUZZ_POSTS ?? 500);
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_620);
/** Posts between two fresh companies: what they do to it makes it poorer. */
const ROUND = 600;

test('whatever is posted, nothing breaks, nothing of another society moves or shows, and every change has its entry', async () => {
	test.setTimeout(60_000 + POSTS * 120);
	const [counts, passed, reached, faults] = [
		new Map<string, number>(),
		new Set<string>(),
		new Set<string>(),
		[] as string[],
	];
	for (let done = 0; done < POSTS; done += ROUND) {
		const company = await openCompany();
		const adversary = new Adversary(company, SEED + done);
		await adversary.begin();
		for (let n = done; n < Math.min(POSTS, done + ROUND); n += 1) await adversary.post();
		for (const [status, n] of Object.entries(adversary.counts))
			counts.set(status, (counts.get(status) ?? 0) + n);
		for (const one of adversary.passed) passed.add(one);
		for (const one of adversary.reached) reached.add(one);
		faults.push(...adversary.faults);
		await company.close();
	}
	const told = [...counts]
		.toSorted()
		.map(([status, n]) => `${status} ${n}`)
		.join(', ');
	if (process.env.FUZZ_LOG)
		writeFileSync(
			process.env.FUZZ_LOG,
			JSON.stringify({ faults, missed: targets.filter((t) => !passed.has(`${t.route} ${t.name}`)) }, null, 1),
		);
	console.log(
		`${POSTS} posts to ${reached.size} of ${targets.length} targets, ${passed.size} of them done for real; ${told}`,
	);
	expect([...new Set(faults)].slice(0, 20)).toEqual([]);
	expect(reached.size / targets.length).toBeGreaterThan(0.8);
});
