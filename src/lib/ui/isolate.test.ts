import { expect, test } from 'vitest';
import { isolate } from './isolate.ts';

const shown = (text: string, arabic = true) =>
	isolate(text, arabic)
		.map((p) => (p.kind === 'text' ? p.text : `<${p.text}>`))
		.join('');

test('numbers inside Arabic stand alone, with their signs', () => {
	expect(shown('بزيادة 12.4% عن 2025')).toBe('بزيادة <12.4%> عن <2025>');
	expect(shown('بزيادة ١٢٫٤٪ و1,284,610.500 د.ب')).toBe('بزيادة <١٢٫٤٪> و<1,284,610.500> د.ب');
	expect(shown('الفرق \u22125.6 نقطة عند 09:40')).toBe('الفرق <\u22125.6> نقطة عند <09:40>');
});
test('codes and Latin names inside Arabic stand alone as one piece', () => {
	expect(shown('المؤشر K-B7 من Ministry of Labour هنا')).toBe('المؤشر <K-B7> من <Ministry of Labour> هنا');
});
test('in English only numbers do', () => {
	expect(shown('K-B7 reached 48,362 people (12.4%)', false)).toBe('K-B7 reached <48,362> people (<12.4%>)');
});
test('nothing of the sentence is lost', () => {
	const text = 'من 3 إلى 5، (K-D1) 80%';
	expect(
		isolate(text, true)
			.map((p) => p.text)
			.join(''),
	).toBe(text);
});
