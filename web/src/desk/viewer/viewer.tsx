/** The papers of a case beside what was answered: one sheet at a time, to be made larger, turned and leafed through. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '../../base/base-words.ts';
import { useLoad } from '../../base/load.ts';
import { ownProblem } from '../../base/problem.ts';
import { Said } from '../../base/said.tsx';
import { Loading, ProblemNotice } from '../../base/ui.tsx';
import { DrawnSheet } from '../../paper/drawn-sheet.tsx';
import { middleFrame } from '../../paper/frames.ts';
import { openFile, type Sheet } from '../../paper/sheets.ts';
import { useDeskWords } from '../desk-words.ts';
import { useKeys } from '../keys.ts';
import { type Marking, MarkLayer } from './mark-layer.tsx';
import { MarkList } from './mark-list.tsx';

/** A file that can be looked at. */
export interface Viewable {
  readonly id: string;
  /** What it is of: 营业执照. */
  readonly title: string;
  readonly fileName: string;
  readonly mediaType: string;
  /** Asks the hall for a link, which notes that it was asked for. */
  readonly link: () => Promise<string | undefined>;
}

export interface ViewerProps {
  readonly files: readonly Viewable[];
  readonly open: string;
  readonly setOpen: (id: string | undefined) => void;
  /** What is marked on the files, and may be while corrections are asked for. */
  readonly marking?: Marking | undefined;
}

export function Viewer({ files, open, setOpen, marking }: ViewerProps) {
  const t = useWords();
  const words = useDeskWords();
  const box = useRef<HTMLElement>(null);
  const at = files.findIndex(({ id }) => id === open);
  const file = files[at];
  const go = (by: 1 | -1) => setOpen(files[(at + by + files.length) % files.length]?.id);
  useKeys({ ']': () => go(1), '[': () => go(-1), escape: () => setOpen(undefined) });
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  if (file === undefined) return null;
  return (
    <section class="card viewer" aria-label={words('viewer', { title: file.title })} tabIndex={-1} ref={box}>
      <header class="row apart viewer-head">
        <h2>
          {file.title}{' '}
          <span class="small muted break">
            <Said>{file.fileName}</Said>
          </span>
        </h2>
        <div class="row">
          {files.length > 1 && (
            <>
              <button type="button" class="link-button" onClick={() => go(-1)}>
                {words('viewer-before')}
              </button>
              <span class="small muted number">
                {at + 1} / {files.length}
              </span>
              <button type="button" class="link-button" onClick={() => go(1)}>
                {words('viewer-after')}
              </button>
            </>
          )}
          <button type="button" class="link-button" onClick={() => setOpen(undefined)}>
            {t('close')}
          </button>
        </div>
      </header>
      <Content key={file.id} file={file} marking={marking} />
      {marking !== undefined && <MarkList marking={marking} materialId={file.id} />}
    </section>
  );
}

function Content({ file, marking }: { readonly file: Viewable; readonly marking: Marking | undefined }) {
  const words = useDeskWords();
  const { data, problem, reload } = useLoad(file.id, async () => {
    const url = await file.link();
    const opened = url === undefined ? undefined : await openFile(url, file.mediaType).catch(notFetched);
    return { opened };
  });
  useEffect(() => () => data?.opened?.close(), [data]);
  if (problem !== undefined) return <ProblemNotice problem={problem} retry={() => void reload()} />;
  if (data === undefined) return <Loading />;
  if (data.opened === undefined) return <p class="notice amber">{words('viewer-unreadable')}</p>;
  return <Sheets sheets={data.opened.sheets} file={file} marking={marking} />;
}

const notFetched = () => {
  throw ownProblem('offline');
};

const zooms = [1, 1.5, 2, 3, 4] as const;

interface SheetsProps {
  readonly sheets: readonly Sheet[];
  readonly file: Viewable;
  readonly marking: Marking | undefined;
}

function Sheets({ sheets, file, marking }: SheetsProps) {
  const words = useDeskWords();
  const { title } = file;
  const edit = marking?.edit;
  const [drawing, setDrawing] = useState(false);
  const [page, setPage] = useState(0);
  const [level, setLevel] = useState(0);
  const [turns, setTurns] = useState(0);
  const leaf = (by: 1 | -1) => setPage((now) => Math.min(Math.max(now + by, 0), sheets.length - 1));
  const size = (by: 1 | -1) => setLevel((now) => Math.min(Math.max(now + by, 0), zooms.length - 1));
  useKeys({
    '+': () => size(1),
    '=': () => size(1),
    '-': () => size(-1),
    ',': () => leaf(-1),
    '.': () => leaf(1),
    '/': () => setTurns((now) => (now + 1) % 4),
  });
  const label = words('viewer-sheet', { title, n: page + 1, of: sheets.length });
  return (
    <>
      <div class="row viewer-tools">
        {sheets.length > 1 && (
          <span class="row">
            <button type="button" class="button second" aria-disabled={page === 0} onClick={() => leaf(-1)}>
              {words('viewer-page-before')}
            </button>
            <span class="number">{words('viewer-page', { n: page + 1, of: sheets.length })}</span>
            <button
              type="button"
              class="button second"
              aria-disabled={page === sheets.length - 1}
              onClick={() => leaf(1)}
            >
              {words('viewer-page-after')}
            </button>
          </span>
        )}
        <button type="button" class="button second" aria-disabled={level === 0} onClick={() => size(-1)}>
          {words('viewer-smaller')}
        </button>
        <button type="button" class="button second" aria-disabled={level === zooms.length - 1} onClick={() => size(1)}>
          {words('viewer-larger')}
        </button>
        <button type="button" class="button second" onClick={() => setTurns((now) => (now + 1) % 4)}>
          {words('viewer-turn')}
        </button>
        {edit !== undefined && (
          <>
            <button
              type="button"
              class="button second"
              aria-pressed={drawing}
              onClick={() => setDrawing((now) => !now)}
            >
              {words('mark-draw')}
            </button>
            <button type="button" class="button second" onClick={() => edit.add(file.id, page + 1, middleFrame)}>
              {words('mark-add')}
            </button>
          </>
        )}
      </div>
      <DrawnSheet sheet={sheets[page]} zoom={zooms[level] ?? 1} turns={turns} label={label}>
        {marking !== undefined && (
          <MarkLayer marking={marking} materialId={file.id} page={page + 1} turns={turns} drawing={drawing} />
        )}
      </DrawnSheet>
    </>
  );
}
