import { describe, expect, it } from 'vitest';
import { passwordProblem } from './strength.ts';

const OWN = ['fatima@alnakheel.example', 'فاطمة النخيل', 'Fatima Alnakheel'];

describe('a new password', () => {
	it.each([
		'correct horse battery staple',
		'غيمة تحت البرتقال الطائر',
		'kT9-waterwheel-lantern',
		'  spaces around are kept  ',
		'a'.repeat(6) + ' quiet otter ' + 'b'.repeat(100),
	])('%j is taken', (password) => {
		expect(passwordProblem(password, OWN)).toBeUndefined();
	});

	it.each(['', 'short', 'elevenchars', 'أحد عشر حر'])('%j is too short', (password) => {
		expect(passwordProblem(password, OWN)?.en).toMatch(/shorter than 12/);
	});

	it('counts characters, not bytes or halves of them', () => {
		expect(passwordProblem('🦜🌊🦪🐚⛵🎣🌴🏝🐬🐠🦀', OWN)?.en).toMatch(/shorter/);
		expect(passwordProblem('🦜🌊🦪🐚⛵🎣🌴🏝🐬🐠🦀🐡', OWN)).toBeUndefined();
		expect(passwordProblem('x y'.repeat(43), OWN)?.en).toMatch(/longer than 128/);
	});

	it.each([
		'password1234', 'P@ssw0rd2026!', 'Bahrain@2026!!', 'bahrainbahrain', 'manama-muharraq-1', 'SharakaSharaka1',
		'qwertyuiop[]', 'qwertyuiop12', '111111111111', '123123123123', '123456789012', '098765432109', 'abcabcabcabc',
		'zyxwvutsrqpo', 'وزارة التنمية 2026', 'البَحرين المَنامة', 'كلمة المرور ١٢٣٤', 'Fatima2026!!!', 'fatimaalnakheel9',
		'iloveyou2026', 'admin administrator', 'Welcome12345',
	])('%j is what a guesser tries first', (password) => {
		expect(passwordProblem(password, OWN)?.en).toMatch(/easy to guess/);
	}); // prettier-ignore
});
