import { readdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { transact } from '#lib/access/procedures.server.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Duty } from '#lib/platform/duties.server.ts';
import { contentFolder } from '#lib/platform/files.server.ts';

/** A file is left alone for so long: forms that come back keep theirs, and somebody may be about to name it. */
const KEPT_FOR = 2 * 24 * 3_600_000;
/** Rows and contents of one round; what is left waits for the next. */
const MOST = 500;

/**
 * Forgets files that were sent for a report and that nothing names: neither a submitted version nor its draft. The
 * report's trail is of what was submitted, so this is the system's own housekeeping with one entry for all.
 */
async function forgetRows(ctx: Context, before: string): Promise<number> {
	const { rows } = await sql<{ id: number }>`
		select f.id from stored_file f
		where f.report_id is not null and f.uploaded_at < ${before}
			and not exists (select 1 from report_evidence e where e.file_id = f.id)
			and coalesce((select c.text from report_draft_cell c where c.report_id = f.report_id
				and c.cell = 'file:' || f.id order by c.save desc limit 1), '') = ''
		limit ${MOST}`.execute(ctx.db);
	if (!rows.length) return 0;
	const ids = rows.map(({ id }) => id);
	return transact(ctx, 'file.sweep', async ({ trx, audit }) => {
		await trx.deleteFrom('stored_file').where('id', 'in', ids).execute();
		await audit({ objectType: 'stored_file', objectId: 'sweep', after: { files: ids.length } });
		return ids.length;
	});
}

/** What lies in a folder; nothing where there is none. */
function listed(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

/**
 * Takes one content away unless it is new: it is set aside first and looked at then, so that whoever stores the same
 * content at this moment either makes it new, and it comes back, or does not find it and writes it again.
 */
function takeAway(path: string, before: number): boolean {
	const aside = `${path}.part`;
	renameSync(path, aside);
	if (statSync(aside).mtimeMs < before) {
		unlinkSync(aside);
		return true;
	}
	renameSync(aside, path);
	return false;
}

async function isNamed({ db }: Context, sha256: string): Promise<boolean> {
	const { rows } = await sql`select 1 where exists (select 1 from stored_file where sha256 = ${sha256})
		or exists (select 1 from import_job where sha256 = ${sha256})`.execute(db);
	return rows.length > 0;
}

/** Folder by folder, so that nobody waits for a large store. */
async function removeContents(ctx: Context, before: number): Promise<number> {
	const store = contentFolder(ctx.database.file);
	let removed = 0;
	for (const part of listed(store)) {
		for (const name of listed(join(store, part))) {
			const path = join(store, part, name);
			const isOld = statSync(path).mtimeMs < before;
			if (isOld && removed < MOST && !(await isNamed(ctx, name)) && takeAway(path, before)) removed += 1;
		}
		await nextTurn();
	}
	return removed;
}

/** Takes away what people sent and nobody names: rows first, then contents without a row. */
export async function sweepFiles(ctx: Context): Promise<number> {
	const before = ctx.now.getTime() - KEPT_FOR;
	const rows = await forgetRows(ctx, new Date(before).toISOString());
	return rows + (await removeContents(ctx, before));
}

/** The duty that keeps the store of files clean. */
export const sweepDuty: Duty = { name: 'file.sweep', run: sweepFiles };
