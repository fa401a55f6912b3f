import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import { missing } from '#lib/platform/errors.ts';
import type { BoardTerm, FileRef, SocietyRecord, SocietyTie, StatusSpell } from './record.ts';

type Db = Kysely<Schema>;

/** Rows of one history; a society has a handful. */
const HISTORY = 100;
/** Members of all terms together. */
const MEMBERS = 1000;

/** A society's names, statuses, boards, contacts and ties; another society's are missing. */
export const readSocietyRecord = defineQuery<{ id: number }, SocietyRecord>({
	action: 'society.read',
	probe: ({ societyId }) => ({ id: societyId }),
	async run({ db }, scope, { id }) {
		if (scope.reach === 'own' && scope.societyId !== id) throw missing();
		return {
			names: await readNames(db, id),
			statuses: await readStatuses(db, id),
			boards: await readBoards(db, id),
			contacts: await readContacts(db, id),
			ties: await readTies(db, id, scope.reach === 'all'),
		};
	},
});

const fileOf = (row: { fileId: number | null; fileName: string | null }): FileRef | null =>
	row.fileId === null || row.fileName === null ? null : { id: row.fileId, name: row.fileName };

function readNames(db: Db, id: number) {
	return db
		.selectFrom('society_name')
		.select(['id', 'name_ar as nameAr', 'name_en as nameEn', 'ended_on as endedOn'])
		.where('society_id', '=', id)
		.orderBy('ended_on', 'desc')
		.orderBy('id', 'desc')
		.limit(HISTORY)
		.execute();
}

async function readStatuses(db: Db, id: number): Promise<StatusSpell[]> {
	const rows = await db
		.selectFrom('society_status as x')
		.leftJoin('stored_file as f', 'f.id', 'x.file_id')
		.select(['x.id', 'x.status', 'x.starts_on as startsOn', 'x.decision'])
		.select(['f.id as fileId', 'f.name as fileName'])
		.where('x.society_id', '=', id)
		.orderBy('x.starts_on', 'desc')
		.orderBy('x.id', 'desc')
		.limit(HISTORY)
		.execute();
	return rows.map(({ fileId, fileName, ...row }) => ({ ...row, file: fileOf({ fileId, fileName }) }));
}

async function readBoards(db: Db, id: number): Promise<BoardTerm[]> {
	const terms = await db
		.selectFrom('board_term as x')
		.leftJoin('stored_file as f', 'f.id', 'x.file_id')
		.select(['x.id', 'x.starts_on as startsOn', 'x.ends_on as endsOn', 'x.is_temporary', 'x.decision'])
		.select(['f.id as fileId', 'f.name as fileName'])
		.where('x.society_id', '=', id)
		.orderBy('x.starts_on', 'desc')
		.orderBy('x.id', 'desc')
		.limit(HISTORY)
		.execute();
	const members = await db
		.selectFrom('board_member as b')
		.innerJoin('board_term as x', 'x.id', 'b.term_id')
		.select(['b.id', 'b.term_id as termId', 'b.name_ar as nameAr', 'b.name_en as nameEn'])
		.select(['b.position', 'b.starts_on as startsOn', 'b.ends_on as endsOn'])
		.where('x.society_id', '=', id)
		.orderBy('b.id')
		.limit(MEMBERS)
		.execute();
	return terms.map(({ is_temporary, fileId, fileName, ...term }) => ({
		...term,
		isTemporary: is_temporary === 1,
		file: fileOf({ fileId, fileName }),
		members: members.filter(({ termId }) => termId === term.id).map(({ termId: _term, ...member }) => member),
	}));
}

function readContacts(db: Db, id: number) {
	return db
		.selectFrom('contact')
		.select(['id', 'name_ar as nameAr', 'name_en as nameEn', 'duty_ar as dutyAr', 'duty_en as dutyEn'])
		.select(['email', 'phone', 'starts_on as startsOn', 'ends_on as endsOn'])
		.where('society_id', '=', id)
		.orderBy('starts_on', 'desc')
		.orderBy('id', 'desc')
		.limit(HISTORY)
		.execute();
}

async function readTies(db: Db, id: number, opensOthers: boolean): Promise<SocietyTie[]> {
	const rows = await db
		.selectFrom('society_link as x')
		.innerJoin('society as a', 'a.id', 'x.from_society_id')
		.innerJoin('society as b', 'b.id', 'x.to_society_id')
		.leftJoin('stored_file as f', 'f.id', 'x.file_id')
		.select(['x.id', 'x.kind', 'x.happened_on as happenedOn', 'x.decision'])
		.select(['a.id as fromId', 'a.name_ar as fromAr', 'a.name_en as fromEn'])
		.select(['b.id as toId', 'b.name_ar as toAr', 'b.name_en as toEn'])
		.select(['f.id as fileId', 'f.name as fileName'])
		.where((eb) => eb.or([eb('x.from_society_id', '=', id), eb('x.to_society_id', '=', id)]))
		.orderBy('x.happened_on', 'desc')
		.orderBy('x.id', 'desc')
		.limit(HISTORY)
		.execute();
	return rows.map((row) => {
		const isSource = row.fromId === id;
		return {
			id: row.id,
			kind: row.kind,
			isSource,
			otherId: !opensOthers ? null : isSource ? row.toId : row.fromId,
			otherAr: isSource ? row.toAr : row.fromAr,
			otherEn: isSource ? row.toEn : row.fromEn,
			happenedOn: row.happenedOn,
			decision: row.decision,
			file: fileOf(row),
		};
	});
}
