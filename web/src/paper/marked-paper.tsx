/** A paper with the places an officer marked on it: each page that has one, drawn, with the frames' numbers. */
import { useEffect } from 'preact/hooks';
import type { Place } from '../../../shared/cases/mark-places.ts';
import { useLoad } from '../base/load.ts';
import { ownProblem } from '../base/problem.ts';
import { Loading, ProblemNotice } from '../base/ui.tsx';
import { DrawnSheet } from './drawn-sheet.tsx';
import { styleOf } from './frames.ts';
import { openFile } from './sheets.ts';

export interface MarkedPaperProps {
  readonly materialId: string;
  readonly mediaType: string;
  readonly marks: readonly (Place & { readonly number: number })[];
  /** A link to the bytes, asked for when the paper is looked at. */
  readonly link: () => Promise<string | undefined>;
  /** What a page is called. */
  readonly label: (page: number) => string;
  /** Said where the paper cannot be shown. */
  readonly unreadable: string;
}

export function MarkedPaper({ materialId, mediaType, marks, link, label, unreadable }: MarkedPaperProps) {
  const { data, problem, reload } = useLoad(materialId, async () => {
    const url = await link();
    const opened = url === undefined ? undefined : await openFile(url, mediaType).catch(notFetched);
    return { opened };
  });
  useEffect(() => () => data?.opened?.close(), [data]);
  if (problem !== undefined) return <ProblemNotice problem={problem} retry={() => void reload()} />;
  if (data === undefined) return <Loading />;
  const pages = [...new Set(marks.map(({ page }) => page))].toSorted((a, b) => a - b);
  const shown = pages.filter((page) => data.opened?.sheets[page - 1] !== undefined);
  if (shown.length === 0) return <p class="notice amber">{unreadable}</p>;
  return (
    <>
      {shown.map((page) => (
        <DrawnSheet key={page} sheet={data.opened?.sheets[page - 1]} zoom={1} turns={0} label={label(page)}>
          {marks
            .filter((mark) => mark.page === page)
            .map((mark) => (
              <span key={mark.number} class="mark-frame" style={styleOf(mark)} aria-hidden="true">
                <span class="mark-number">{mark.number}</span>
              </span>
            ))}
        </DrawnSheet>
      ))}
    </>
  );
}

const notFetched = () => {
  throw ownProblem('offline');
};
