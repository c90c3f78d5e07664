import { Run, shippedScenario, xmlOf } from '@eureka-nest/playground';
import { prettyJson, prettyXml } from './body-text.js';

it('indents JSON, and leaves other texts alone', () => {
  expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(prettyJson('event: hello\ndata: {}')).toBe('event: hello\ndata: {}');
  expect(prettyJson('[broken')).toBe('[broken');
});

it('writes one element of XML a line', () => {
  expect(prettyXml('<a><b>1</b><c x="1"/><d></d></a>')).toBe(
    '<a>\n  <b>1</b>\n  <c x="1"/>\n  <d></d>\n</a>',
  );
});

it('changes nothing in a registration but its white space', async () => {
  const { past } = await new Run(shippedScenario('one-instance-registers'), 'java').at(62_000);
  const xml = xmlOf(past.find(({ line }) => line.startsWith('POST'))!)!;
  const pretty = prettyXml(xml);
  expect(pretty.replace(/\n\s*/g, '')).toBe(xml.replace(/>\s+</g, '><').trim());
  expect(pretty).toContain('\n  <instanceId>');
});
