import { expect, test } from 'vitest';
import { match, pathTo } from './routes';

test('an address is read and written alike', () => {
  const path = pathTo('inbox', { view: 'open', conversation: '0190' }, { inbox: 'a b' });
  expect(path).toBe('/inbox/open/0190?inbox=a+b');
  const [pathname, search] = path.split('?') as [string, string];
  const place = match(pathname, search);
  expect(place.route).toBe('inbox');
  expect(place.values).toEqual({ view: 'open', conversation: '0190' });
  expect(place.query.get('inbox')).toBe('a b');
});

test('parts at the end may be missing', () => {
  expect(match('/inbox', '').values).toEqual({});
  expect(pathTo('inbox')).toBe('/inbox');
  expect(match('/inbox/mine', '').values).toEqual({ view: 'mine' });
});

test('what is not known is said to be unknown', () => {
  expect(match('/elsewhere', '').route).toBe('unknown');
  expect(match('/', '').route).toBe('home');
});
