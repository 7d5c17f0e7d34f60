import { expect, test } from 'vitest';
import { Tabs, tabStays_ms, together } from './whereabouts';

const viewing = (conversation_id: string) => ({ conversation_id, doing: 'viewing' as const });
const typing = (conversation_id: string) => ({ conversation_id, doing: 'typing' as const });

test('tabs say each conversation once, as busily as the busiest of them', () => {
  const said = together([
    { active: false, place: viewing('a') },
    { active: true, place: typing('a') },
    { active: false, place: viewing('a') },
    { active: false, place: viewing('b') },
    { active: false, place: null },
  ]);
  expect(said).toEqual({ active: true, at: [typing('a'), viewing('b')] });
  expect(together([])).toEqual({ active: false, at: [] });
  expect(
    together(Array.from({ length: 30 }, (_, index) => ({ active: false, place: viewing(String(index)) }))).at,
  ).toHaveLength(8);
});

test('a tab that says nothing more is gone', () => {
  const tabs = new Tabs();
  tabs.say('1', { active: true, place: viewing('a') }, 0);
  tabs.say('2', { active: false, place: viewing('b') }, 10_000);
  expect(tabs.show('a')).toBe(true);
  expect(tabs.together(tabStays_ms + 1)).toEqual({ active: false, at: [viewing('b')] });
  expect(tabs.show('a')).toBe(false);
  tabs.leave('2');
  expect(tabs.together(0)).toEqual({ active: false, at: [] });
});
