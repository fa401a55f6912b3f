import { expect, test } from 'vitest';
import { contentOf } from '#lib/features/programs/content.server.ts';
import { typedOf } from '#lib/features/programs/fields.ts';
import { approveProposal } from '#lib/features/proposals/decide.server.ts';
import { proposeProgramEdit } from '#lib/features/proposals/propose.server.ts';
import { NOW, worldOf } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

test('a program of which no places or segments are known can be given its other parts', async () => {
	const { database, members } = await worldOf('alpha');
	const { programId: program_id, societyId, accountId } = members.alpha;
	const { reader, writer } = database;
	await writer.deleteFrom('proposal').execute();
	await writer.insertInto('program_governorate').values({ program_id, governorate_id: 1 }).execute();
	await writer.insertInto('program_segment').values({ program_id, segment_id: 1 }).execute();
	const program = () =>
		reader.selectFrom('program').selectAll().where('id', '=', program_id).executeTakeFirstOrThrow();
	const before = await program();
	const typed = typedOf(await contentOf(reader, before, '2026-06-20'), 3);
	const society = await contextOf(database, viewerOf('society', { societyId, accountId }), { now: NOW });
	const { id } = await proposeProgramEdit(society, {
		id: program_id,
		version: '1',
		typed: { ...typed, budget: '2000' },
		note: '',
	});
	await writer.deleteFrom('program_governorate').execute();
	await writer.deleteFrom('program_segment').execute();
	const officer = await contextOf(database, viewerOf('officer'), { now: NOW });
	await approveProposal(officer, { id: id!, version: '1', seen: '1', isPartial: '', note: '' });
	expect(await program()).toMatchObject({
		budget_minor: 2_000_000,
		governorate_id: before.governorate_id,
	});
	await database.close();
});
