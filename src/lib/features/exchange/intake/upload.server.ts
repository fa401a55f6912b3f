import type { Context } from '#lib/platform/context.ts';
import { invalid } from '#lib/platform/errors.ts';
import { cleanName, FILE_LIMIT, keepContent, type Upload } from '#lib/platform/files.server.ts';
import { foreignFile } from '#lib/tables/faults.ts';
import { refuseOtherKinds } from './detect.server.ts';
import { confirmFile, createImport } from './jobs.server.ts';
import { DELIMITERS, type Delimiter, type Encoding } from './model.ts';
import { readFileHead } from './queries.server.ts';
import { preview } from './detect.server.ts';

const NONE = { ar: 'اختاروا ملفًا.', en: 'Choose a file.' };
const TOO_LARGE = {
	ar: 'الملف أكبر من عشرة ميغابايت. قسّموه ثم أرسلوا كل جزء.',
	en: 'The file exceeds ten megabytes. Split it, then send each part.',
};
const UNREADABLE = {
	ar: 'لا يُقرأ صف العناوين بهذا الاختيار. جرّبوا ترميزًا أو فاصلًا آخر.',
	en: 'The header row cannot be read that way. Try another encoding or delimiter.',
};

/** Stores a sent file, judged by its content, and begins its import. 422 at `file` for what is no table of text. */
export async function takeFile(
	ctx: Context,
	kind: string,
	upload: Upload | undefined,
): Promise<{ id: number }> {
	if (!upload?.bytes.length) throw invalid(NONE, [{ place: 'file', text: NONE }]);
	if (upload.bytes.length > FILE_LIMIT) throw invalid(TOO_LARGE, [{ place: 'file', text: TOO_LARGE }]);
	const bytes = Buffer.from(upload.bytes.buffer, upload.bytes.byteOffset, upload.bytes.byteLength);
	if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
		throw foreignFile({
			ar: 'هذا ملف مضغوط؛ أرسلوه غير مضغوط.',
			en: 'This file is compressed; send it as it is.',
		});
	}
	refuseOtherKinds(bytes.subarray(0, 65_536));
	const sha256 = await keepContent(ctx.database.file, bytes, ctx.scan);
	return createImport(ctx, { kind, file: { sha256, name: cleanName(upload.name), bytes: bytes.length } });
}

/** Takes down how a person wants the file read, with the header row read that way. */
export async function confirmReading(
	ctx: Context,
	input: { id: number; version: string; encoding: Encoding; delimiter: Delimiter },
): Promise<void> {
	const head = await readFileHead(ctx, { id: input.id });
	const { headers, isBroken } = preview(head, input.encoding, input.delimiter);
	if (isBroken || !headers.some(Boolean) || !(input.delimiter in DELIMITERS)) {
		throw invalid(UNREADABLE, [{ place: 'encoding', text: UNREADABLE }]);
	}
	await confirmFile(ctx, { ...input, headers });
}
