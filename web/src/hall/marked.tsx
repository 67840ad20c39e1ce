/** What an officer marked on a paper that was handed in: in words first, and on the paper itself for whoever wants to see it. */
import { useState } from 'preact/hooks';
import { call } from '../base/api.ts';
import type { CaseView } from '../base/api-answers.ts';
import { marksOf } from '../base/asked.ts';
import { later } from '../base/later.tsx';
import { Said } from '../base/said.tsx';
import { useSay } from '../base/words.ts';
import type { MarkedPaperProps } from '../paper/marked-paper.tsx';
import { useHallWords } from './hall-words.ts';

const MarkedPaper = later<MarkedPaperProps>(async () => (await import('../paper/marked-paper.tsx')).MarkedPaper);

interface MarkedProps {
  readonly view: CaseView;
  readonly asked: NonNullable<CaseView['correction']>;
  /** Of the paper. */
  readonly code: string;
}

export function Marked({ view, asked, code }: MarkedProps) {
  const words = useHallWords();
  const say = useSay();
  const [open, setOpen] = useState(false);
  const marks = marksOf(asked, code);
  if (marks.length === 0) return null;
  const files = view.materials.filter(({ materialId }) => marks.some((mark) => mark.materialId === materialId));
  const id = `marked-${code}`;
  return (
    <div class="stack tight">
      <p id={id}>
        <strong>{words('marked')}</strong>
      </p>
      <ol class="plain" aria-labelledby={id}>
        {marks.map((mark) => (
          <li key={mark.key}>
            <span class="muted">
              {mark.number}. {say(mark.place)}
            </span>{' '}
            <Said>{mark.text}</Said>
          </li>
        ))}
      </ol>
      {files.length > 0 && (
        <p>
          <button type="button" class="button second" aria-expanded={open} onClick={() => setOpen(!open)}>
            {words(open ? 'marked-hide' : 'marked-look')}
          </button>
        </p>
      )}
      {open &&
        files.map(({ materialId, mediaType, fileName }) => (
          <MarkedPaper
            key={materialId}
            {...{ materialId, mediaType }}
            marks={marks.filter((mark) => mark.materialId === materialId)}
            link={async () => {
              const path = { caseId: view.caseId, materialId };
              return (await call('GET /v1/cases/{caseId}/materials/{materialId}', { path })).url;
            }}
            label={(page) => words('marked-page', { name: fileName, n: page })}
            unreadable={words('marked-unreadable')}
          />
        ))}
    </div>
  );
}
