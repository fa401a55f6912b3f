import { defineQuery } from '#lib/access/procedures.server.ts';
import { missing } from '#lib/platform/errors.ts';
import { listRegister, type RegisterLists } from '../societies/edit.server.ts';
import { isStanding } from '../societies/model.ts';
import type { Act, Kind, Parts } from './model.ts';
import { openAbout } from './open.server.ts';
import { recordNow } from './records.server.ts';

/** Which record of a society somebody wants to propose a change of. */
export interface OwnAsk {
	readonly kind: Kind;
	readonly act: Act;
	readonly societyId: number;
	readonly programId?: number;
	readonly contactId?: number;
}

/** The record as it is today, as the form of its proposal begins. */
export interface OwnRecord {
	readonly version: number;
	readonly parts: Parts;
	/** The proposal about it that waits already; its newer one waits until this is withdrawn. */
	readonly waiting: number | null;
	/** A society that was merged or dissolved proposes nothing. */
	readonly isStanding: boolean;
	readonly nameAr: string;
	readonly nameEn: string;
}

/** A record of the asker's own society with its version; another society's is missing. */
export const readOwnRecord = defineQuery<OwnAsk, OwnRecord>({
	action: 'proposal.write',
	probe: ({ societyId }) => ({ kind: 'profile', act: 'edit', societyId }),
	async run({ db, today }, scope, { kind, act, societyId, programId = null, contactId }) {
		if (scope.reach === 'own' && scope.societyId !== societyId) throw missing();
		const content = { act, target: contactId };
		const ref = { kind, societyId, programId, content };
		const society = await db
			.selectFrom('society')
			.select(['status', 'name_ar as nameAr', 'name_en as nameEn'])
			.where('id', '=', societyId)
			.executeTakeFirst();
		const record = society && (await recordNow(db, ref, today));
		if (!record) throw missing();
		const isNew = act === 'new' && kind !== 'board';
		const open = isNew ? [] : await openAbout(db, ref);
		const { status, nameAr, nameEn } = society;
		return { ...record, waiting: open[0]?.id ?? null, isStanding: isStanding(status), nameAr, nameEn };
	},
});

/** Governorates and towns a society may propose. */
export const readOwnLists = defineQuery<undefined, RegisterLists>({
	action: 'proposal.write',
	probe: () => undefined,
	run: ({ db, today }) => listRegister(db, today),
});
