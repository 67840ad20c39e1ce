/** One small set of line icons, drawn on 24 × 24. Always beside a word, so hidden from screen readers. */
const paths = {
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 5 5',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  check: 'M4 12.5l5 5L20 6.5',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4v5l3.5 2',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  upload: 'M12 16V4M7 9l5-5 5 5M4 20h16',
  alert: 'M12 3 2 20.5h20zM12 10v4.5M12 17.5v.5',
  print: 'M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 21c1-5 4.5-6.5 8-6.5s7 1.5 8 6.5',
  pencil: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  shield: 'M12 3l8 3v6c0 4.5-3 7.5-8 9-5-1.5-8-4.5-8-9V6zM8.5 12l2.5 2.5 4.5-4.5',
  yuan: 'M6 4l6 7 6-7M12 11v9M7 12h10M7 16h10',
  place: 'M12 21s7-6.5 7-11.5A7 7 0 0 0 5 9.5C5 14.5 12 21 12 21Zm0-14a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z',
  list: 'M9 6h11M9 12h11M9 18h11M4 6h.5M4 12h.5M4 18h.5',
  offline: 'M3 3l18 18M5 9.5a11 11 0 0 1 3.5-2.2M12 6.5a11 11 0 0 1 7 3M8 13a6 6 0 0 1 3-1.5M15.5 12.7l.5.3M12 17.5v.5',
  camera: 'M3 8h4l2-3h6l2 3h4v12H3zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z',
  bell: 'M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7ZM10 20a2 2 0 0 0 4 0',
  phone:
    'M5 4h4l1.5 4.5L8 10.5a12 12 0 0 0 5.5 5.5l2-2.5L20 15v4a1.5 1.5 0 0 1-1.5 1.5A15 15 0 0 1 3.5 5.5 1.5 1.5 0 0 1 5 4Z',
  display: 'M4 19 9.5 5 15 19M6 14h7M16 19l2.5-6.5L21 19M16.8 17h3.4',
  home: 'M3.5 11 12 4l8.5 7M6 9.5V20h12V9.5',
  birth: 'M12 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM6 21c-1.5-6 2-9.5 6-9.5s7.5 3.5 6 9.5ZM9 15.5c1.5 2 4.5 2 6 0',
  school: 'M2.5 8.5 12 4l9.5 4.5L12 13zM6 10.5V16c3.5 3 8.5 3 12 0v-5.5M21.5 8.5V15',
  work: 'M3 8h18v12H3zM8.5 8V4.5h7V8M3 13h18M12 12v2.5',
  health: 'M12 20.5C5 16 3 12.5 3 9.5a4.5 4.5 0 0 1 9-1 4.5 4.5 0 0 1 9 1c0 3-2 6.5-9 11ZM12 9.5v5M9.5 12h5',
  residence: 'M3.5 11 12 4l8.5 7M6 9.5V20h12V9.5M10 20v-5.5h4V20',
  travel: 'M3 16.5V11l2-5h14l2 5v5.5zM3 11h18M6 16.5V19M18 16.5V19M7 13.8h.5M16.5 13.8h.5',
  'social-insurance': 'M12 3v2M3 13a9 8 0 0 1 18 0zM12 13v5.5a2.3 2.3 0 0 0 4.6 0',
  disability:
    'M10.5 2.2a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6ZM10.5 7v7h6l2.5 5.5M10.5 10.5H15M8 11.5a5 5 0 1 0 6.5 6.5',
  elderly:
    'M10 2.2a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6ZM10 7l-2.5 6 3 2-1 6M10 7l3.5 4 2.5.5M12 15l1 6M16.5 10.5V21',
  hardship:
    'M12 10.5C9.5 9 8 7.5 8 5.8a2 2 0 0 1 4-.5 2 2 0 0 1 4 .5c0 1.7-1.5 3.2-4 4.7ZM3 14h4l3 1.5h4.5a1.5 1.5 0 0 1 0 3H10M14.5 17.5l5-2.5a1.6 1.6 0 0 1 1.5 2.8L14 21.5 7 20H3',
  veterans:
    'M8 3h8l-2 6h-4zM12 9.5a5.8 5.8 0 1 0 0 11.5 5.8 5.8 0 0 0 0-11.5ZM12 12.5l.9 1.8 2 .2-1.5 1.4.4 2-1.8-1-1.8 1 .4-2-1.5-1.4 2-.2z',
  law: 'M12 3.5V20M7 20h10M5 7h14M5 7l-3 7a3.3 3.3 0 0 0 6 0zM19 7l-3 7a3.3 3.3 0 0 0 6 0z',
  'start-business': 'M4 10.5V20h16v-9.5M3 9l2-5h14l2 5a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0ZM9.5 20v-5.5h5V20',
  licences: 'M4 4h16v11H4zM8 8h8M8 11h4M15 13.5a2.5 2.5 0 1 0 2.5 2.5M14 18l-.5 4 2-1.2 2 1.2-.5-4',
  tax: 'M5 3h14v18l-2.3-1.5L14.3 21 12 19.5 9.7 21l-2.4-1.5L5 21zM8.5 8h7M8.5 12h7',
} as const;

export type IconName = keyof typeof paths;

/** All of them, for the page that shows them. */
export const iconNames = Object.keys(paths).filter((name): name is IconName => name in paths);

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
