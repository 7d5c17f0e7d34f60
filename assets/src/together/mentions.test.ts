import { expect, test } from 'vitest';
import { mentionsIn } from './mentions';

test('whoever is named in a comment is named once', () => {
  const ida = '<span data-mention="agent-0190-a">@Ida</span>';
  expect(mentionsIn(`<p>${ida} and ${ida}, ask <b>@Max</b></p>`)).toEqual([{ kind: 'agent', id: '0190-a' }]);
  expect(mentionsIn('<span data-mention="team-7">@Sales</span>')).toEqual([{ kind: 'team', id: '7' }]);
  expect(mentionsIn('<p>data-mention, nobody@example.org</p>')).toEqual([]);
});
