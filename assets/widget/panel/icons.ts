// Shapes after Lucide (ISC licence), 24 units wide, drawn with strokes.
export const icons = {
  close: 'M18 6 6 18M6 6l12 12',
  back: 'M15 18l-6-6 6-6',
  more: 'M4 7h16M4 12h16M4 17h16',
  send: 'M12 19V5M5 12l7-7 7 7',
  attach: 'M16 6l-8.4 8.6a2 2 0 0 0 2.8 2.8l8.4-8.6a4 4 0 1 0-5.7-5.7l-8.4 8.6a6 6 0 1 0 8.5 8.5l8.3-8.5',
  smile: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 14s1.5 2 4 2 4-2 4-2M9 9h.01M15 9h.01',
  flat: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 15h8M9 9h.01M15 9h.01',
  frown: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M16 16s-1.5-2-4-2-4 2-4 2M9 9h.01M15 9h.01',
  file: 'M14 3H6a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V9zM14 3v6h6',
  plus: 'M12 5v14M5 12h14',
  calendar: 'M8 2v4M16 2v4M3 10h18M5 4h14a2 2 0 0 1 2 2v13a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z',
} as const;
