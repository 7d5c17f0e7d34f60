// How many panes fit. The same steps as the media queries of the style sheets; all four from where the thread keeps its
// least width.
import { MediaQuery } from 'svelte/reactivity';

const four = new MediaQuery('(min-width: 1440px)');
const three = new MediaQuery('(min-width: 900px)');
const two = new MediaQuery('(min-width: 600px)');

/** 4: views, list, thread, sidebar. 3: sidebar is a drawer. 2: views too. 1: one pane at a time. */
export function panes(): 1 | 2 | 3 | 4 {
  return four.current ? 4 : three.current ? 3 : two.current ? 2 : 1;
}
