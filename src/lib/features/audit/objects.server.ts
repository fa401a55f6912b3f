import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { reachOf, type Action } from '#lib/access/grants.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Context, Viewer } from '#lib/platform/context.ts';

/** What an entry is about, as far as its reader may open it. */
export interface AuditObject {
	readonly name: Text | null;
	readonly href: string | null;
}

interface Kind {
	readonly action: Action;
	href(id: string): string;
	names(db: Kysely<Schema>, ids: readonly number[]): Promise<readonly (Text & { readonly id: number })[]>;
}

/** The kinds of object that have a page, with the action that opens it. */
const KINDS: Readonly<Record<string, Kind>> = {
	society: {
		action: 'society.read',
		href: (id) => `/societies/${id}`,
		names: (db, ids) =>
			db
				.selectFrom('society')
				.select(['id', 'name_ar as ar', 'name_en as en'])
				.where('id', 'in', ids)
				.execute(),
	},
	program: {
		action: 'program.read',
		href: (id) => `/programs/${id}`,
		names: (db, ids) =>
			db
				.selectFrom('program')
				.select(['id', 'name_ar as ar', 'name_en as en'])
				.where('id', 'in', ids)
				.execute(),
	},
	report: {
		action: 'report.read',
		href: (id) => `/reports/${id}`,
		names: (db, ids) =>
			db
				.selectFrom('report')
				.innerJoin('program', 'program.id', 'report.program_id')
				.select(['report.id', 'program.name_ar as ar', 'program.name_en as en'])
				.where('report.id', 'in', ids)
				.execute(),
	},
	account: {
		action: 'account.read',
		href: (id) => `/people/${id}`,
		names: (db, ids) =>
			db
				.selectFrom('account')
				.select(['id', 'name_ar as ar', 'name_en as en'])
				.where('id', 'in', ids)
				.execute(),
	},
};

const kindOf = (viewer: Viewer, type: string): Kind | undefined => {
	const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
	return kind && reachOf(viewer.role, kind.action) === 'all' ? kind : undefined;
};

/** Names and addresses of the objects of some entries, by `type id`; what the reader may not open has neither. */
export async function readObjects(
	{ db, viewer }: Pick<Context, 'db' | 'viewer'>,
	entries: readonly { readonly objectType: string; readonly objectId: string }[],
): Promise<(entry: { readonly objectType: string; readonly objectId: string }) => AuditObject> {
	const found = new Map<string, AuditObject>();
	for (const type of new Set(entries.map((entry) => entry.objectType))) {
		const kind = kindOf(viewer, type);
		if (!kind) continue;
		const ids = entries
			.filter(({ objectType, objectId }) => objectType === type && /^[1-9]\d{0,14}$/.test(objectId))
			.map(({ objectId }) => Number(objectId));
		if (!ids.length) continue;
		for (const { id, ar, en } of await kind.names(db, [...new Set(ids)])) {
			found.set(`${type} ${id}`, { name: { ar, en }, href: kind.href(String(id)) });
		}
	}
	return ({ objectType, objectId }) => found.get(`${objectType} ${objectId}`) ?? { name: null, href: null };
}
