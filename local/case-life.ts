/** `npm run graph`: draws the transition table of cases into docs/pictures/case-life.svg. The table is the only source. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CaseState, caseStates } from '../shared/cases/case.ts';
import { type Action, actions, transitions } from '../shared/cases/transitions.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}
interface Edge {
  readonly from: CaseState;
  readonly to: CaseState;
  readonly actions: readonly Action[];
}

const box = { width: 138, height: 46 };
const size = { width: 1420, height: 820 };

/** Where each state stands: work goes from left to right, what ends it early lies below. */
const places: Readonly<Record<CaseState, Point>> = {
  draft: { x: 90, y: 260 },
  submitted: { x: 350, y: 260 },
  'correction-requested': { x: 350, y: 80 },
  lapsed: { x: 90, y: 80 },
  'in-review': { x: 680, y: 260 },
  suspended: { x: 680, y: 80 },
  proposed: { x: 990, y: 260 },
  granted: { x: 1120, y: 80 },
  denied: { x: 1120, y: 430 },
  delivered: { x: 1330, y: 260 },
  'not-accepted': { x: 210, y: 430 },
  withdrawn: { x: 540, y: 500 },
  terminated: { x: 830, y: 430 },
};

const names: Readonly<Record<CaseState, string>> = {
  draft: '草稿',
  submitted: '已提交',
  'correction-requested': '待补正',
  lapsed: '逾期终止',
  'in-review': '审查中',
  suspended: '已中止',
  proposed: '待决定',
  granted: '准予',
  denied: '不予',
  delivered: '已送达',
  'not-accepted': '不予受理',
  withdrawn: '已撤回',
  terminated: '已终止',
};

/** The picture as SVG text: the same table gives the same bytes. */
export function lifePicture(): string {
  const edges = edgesOf();
  const staying = actions.filter((action) => transitions[action].to === 'same');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="system-ui, 'Noto Sans SC', sans-serif" role="img" aria-labelledby="title">`,
    '<title id="title">办件的一生 · The life of a case</title>',
    '<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="context-stroke"/></marker></defs>',
    `<rect width="${size.width}" height="${size.height}" fill="#fff"/>`,
    ...edges.map((edge) => drawEdge(edge, edges)),
    ...caseStates.map(drawState),
    ...legend(staying),
    '</svg>',
    '',
  ].join('\n');
}

function edgesOf(): Edge[] {
  const pairs = actions.flatMap((action) => {
    const { from, to } = transitions[action];
    return to === 'same' ? [] : from.flatMap((one) => to.map((other) => ({ from: one, to: other, action })));
  });
  const byPair = Map.groupBy(pairs, ({ from, to }) => `${from} ${to}`);
  return [...byPair.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ from: first.from, to: first.to, actions: same.map(({ action }) => action) }];
  });
}

function drawState(state: CaseState): string {
  const { x, y } = places[state];
  const [left, top] = [x - box.width / 2, y - box.height / 2];
  const ends = !actions.some(
    (action) => transitions[action].from.some((one) => one === state) && transitions[action].to !== 'same',
  );
  return `<g><rect x="${left}" y="${top}" width="${box.width}" height="${box.height}" rx="6" fill="${ends ? '#f1f1ee' : '#fff'}" stroke="#1d1d1b" stroke-width="1.5"/><text x="${x}" y="${y - 3}" text-anchor="middle" font-size="16" font-weight="600">${names[state]}</text><text x="${x}" y="${y + 15}" text-anchor="middle" font-size="11.5" fill="#555">${state}</text></g>`;
}

/** By whom: the applicant, the desk, or time and the hall itself. */
const colours = { applicant: '#0b5cad', desk: '#1d1d1b', system: '#b4232a' } as const;

function colourOf(taken: readonly Action[]): string {
  const kinds = taken.flatMap((action): string[] => [...transitions[action].who]);
  if (kinds.every((kind) => kind === 'applicant')) return colours.applicant;
  return kinds.every((kind) => kind === 'system') ? colours.system : colours.desk;
}

/** A line from border to border, bent a little where another comes the other way. */
function drawEdge(edge: Edge, all: readonly Edge[]): string {
  const [from, to] = [places[edge.from], places[edge.to]];
  const returns = all.some((other) => other.from === edge.to && other.to === edge.from);
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const side = { x: -(to.y - from.y) / length, y: (to.x - from.x) / length };
  const bend = returns ? 34 : 0;
  const middle = { x: (from.x + to.x) / 2 + side.x * bend * 2, y: (from.y + to.y) / 2 + side.y * bend * 2 };
  const [start, end] = [border(from, middle), border(to, middle)];
  const colour = colourOf(edge.actions);
  const dashed = colour === colours.system ? ' stroke-dasharray="5 4"' : '';
  const along = labelAlong[`${edge.from} ${edge.to}`] ?? 0.5;
  const at = { x: onCurve(along, start.x, middle.x, end.x), y: onCurve(along, start.y, middle.y, end.y) };
  const lines = edge.actions.map(
    (action, index) =>
      `<text x="${round(at.x)}" y="${round(at.y + 4 + (index - (edge.actions.length - 1) / 2) * 13)}" text-anchor="middle" font-size="12" fill="${colourOf([action])}" stroke="#fff" stroke-width="4" paint-order="stroke">${action}</text>`,
  );
  return `<g><path d="M${round(start.x)} ${round(start.y)} Q${round(middle.x)} ${round(middle.y)} ${round(end.x)} ${round(end.y)}" fill="none" stroke="${colour}" stroke-width="1.4"${dashed} marker-end="url(#end)"/>${lines.join('')}</g>`;
}

/** Where on its line the words of an edge stand, where the middle is taken by another's. */
const labelAlong: Readonly<Record<string, number>> = {
  'submitted granted': 0.75,
  'submitted denied': 0.22,
  'in-review terminated': 0.75,
  'correction-requested withdrawn': 0.72,
  'suspended withdrawn': 0.3,
  'submitted withdrawn': 0.35,
  'proposed withdrawn': 0.8,
};

/** A point of a curve with one control point. */
const onCurve = (t: number, start: number, control: number, end: number): number =>
  (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t ** 2 * end;

/** Where a line from the middle of a box towards a point leaves the box. */
function border(centre: Point, towards: Point): Point {
  const [dx, dy] = [towards.x - centre.x, towards.y - centre.y];
  const reach = Math.min(
    (box.width / 2 + 4) / Math.max(Math.abs(dx), 0.001),
    (box.height / 2 + 4) / Math.max(Math.abs(dy), 0.001),
  );
  return { x: centre.x + dx * reach, y: centre.y + dy * reach };
}

const round = (value: number): number => Math.round(value * 10) / 10;

function legend(staying: readonly Action[]): string[] {
  const top = 590;
  const line = (place: number, text: string, colour: string = colours.desk) =>
    `<text x="40" y="${top + place * 20}" font-size="13" fill="${colour}">${text}</text>`;
  const rows = staying.map((action) => {
    const { from, who } = transitions[action];
    return `${action} · ${who.join(', ')} · ${from.join(', ')}`;
  });
  return [
    line(
      0,
      '蓝 申请人 · blue: the applicant　　黑 窗口 · black: the desk　　红虚线 时间或大厅自己 · red, dashed: time, or the hall itself',
    ),
    line(1, '不改变阶段的 · leaving the state as it is:'),
    ...rows.map((text, index) => line(2 + index * 0.75, text, '#555').replace('font-size="13"', 'font-size="11"')),
  ];
}

if (import.meta.main) {
  const folder = join(import.meta.dirname, '../docs/pictures');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'case-life.svg'), lifePicture());
  console.log('docs/pictures/case-life.svg');
}
