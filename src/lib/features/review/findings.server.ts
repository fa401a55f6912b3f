import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Finding } from '../writing/form.ts';

/** What checks found on submitted versions, by version; what asks for a reason first. */
export async function readFindings(
	db: Kysely<Schema>,
	versionIds: readonly number[],
): Promise<Map<number, Finding[]>> {
	const found = new Map<number, Finding[]>();
	if (!versionIds.length) return found;
	const rows = await db
		.selectFrom('report_finding')
		.select(['version_id', 'rule', 'severity', 'cell', 'facts', 'justification'])
		.where('version_id', 'in', versionIds)
		.orderBy('severity', 'desc')
		.orderBy('id')
		.limit(5000)
		.execute();
	for (const { version_id, facts, ...row } of rows) {
		const finding: Finding = { ...row, facts: JSON.parse(facts) as Finding['facts'] };
		found.set(version_id, [...(found.get(version_id) ?? []), finding]);
	}
	return found;
}
