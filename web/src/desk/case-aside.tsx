/** Beside what was given: the item's own words, the checks, the clocks, the record, the documents. */

import type { ComponentChildren } from 'preact';
import { call } from '../base/api.ts';
import type { DeskCaseView } from '../base/api-answers.ts';
import { AskedList } from '../base/asked-list.tsx';
import { useWords } from '../base/base-words.ts';
import { DueList } from '../base/due.tsx';
import { timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { Icon } from '../base/icon.tsx';
import { later } from '../base/later.tsx';
import { useAction } from '../base/load.ts';
import { openLink } from '../base/open-link.ts';
import { Said } from '../base/said.tsx';
import { scoreOf } from '../base/scores.ts';
import { useSettings } from '../base/settings.ts';
import { Timeline } from '../base/timeline.tsx';
import { ProblemNotice } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { useDeskWords } from './desk-words.ts';
import { Guide } from './guide.tsx';
import type { ConsultsProps } from './joint/consults-card.tsx';
import { MayAsk } from './may-ask.tsx';

const Consults = later<ConsultsProps>(async () => (await import('./joint/consults-card.tsx')).ConsultsCard);

interface AsideProps {
  readonly view: DeskCaseView;
  readonly changed: () => Promise<void>;
}

export function Aside({ view, changed }: AsideProps) {
  const words = useDeskWords();
  return (
    <aside class="stack">
      <Guide view={view} />
      {view.consults.length > 0 && <Consults view={view} changed={changed} />}
      {view.proposal !== undefined && <Proposal view={view} />}
      <Corrections view={view} />
      {view.documents.length > 0 && (
        <Card title={words('case-documents')}>
          {view.documents.map((document) => (
            <DocumentRow key={document.number} view={view} document={document} />
          ))}
        </Card>
      )}
      <Rating rating={view.rating} />
      <MayAsk view={view} />
      {view.checks.length > 0 && <Checks view={view} />}
      {view.due.length > 0 && (
        <Card title={words('case-due')}>
          <DueList due={view.due} />
        </Card>
      )}
      <Card title={words('case-timeline')}>
        <Timeline entries={view.timeline} />
      </Card>
    </aside>
  );
}

function Card({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="card stack tight">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Proposal({ view: { proposal } }: { readonly view: DeskCaseView }) {
  const words = useDeskWords();
  const { language } = useSettings();
  if (proposal === undefined) return null;
  return (
    <Card title={words('case-proposal')}>
      <p>
        <strong>{words(`outcome-${proposal.outcome}`)}</strong>{' '}
        <span class="muted small">
          {words('proposal-by', { name: proposal.by })} · {timeText(proposal.at, language, hallNow())}
        </span>
      </p>
      {proposal.reasons !== '' && (
        <p>
          <Said>{proposal.reasons}</Said>
        </p>
      )}
    </Card>
  );
}

/** What was asked for, once, and whether it has been answered. */
function Corrections({ view: { correction, item } }: { readonly view: DeskCaseView }) {
  const words = useDeskWords();
  const { language } = useSettings();
  if (correction === undefined) return null;
  return (
    <Card title={words('case-correction')}>
      <AskedList correction={correction} item={item} />
      {correction.correctedAt !== undefined && (
        <p class="muted small">
          {words('correction-answered', { when: timeText(correction.correctedAt, language, hallNow()) })}
        </p>
      )}
    </Card>
  );
}

function DocumentRow({
  view,
  document,
}: {
  readonly view: DeskCaseView;
  readonly document: DeskCaseView['documents'][number];
}) {
  const t = useWords();
  const words = useDeskWords();
  const opening = useAction(async () => {
    const path = { caseId: view.caseId, documentNumber: document.number };
    await openLink(async () => (await call('GET /v1/agency/cases/{caseId}/documents/{documentNumber}', { path })).url);
  });
  return (
    <div>
      <p class="row apart">
        <span>
          {t(`document-${document.kind}`)}
          <br />
          <span class="small muted number">{document.number}</span>
        </span>
        <button type="button" class="link-button" onClick={() => void opening.run()}>
          {words('case-open-file')}
          <span class="hidden">
            {' '}
            {document.number}
            {t('opens-new')}
          </span>
        </button>
      </p>
      {view.delivery !== undefined && <p class="muted small">{t(`channel-${view.delivery.channel}`)}</p>}
      {opening.problem !== undefined && <ProblemNotice problem={opening.problem} />}
    </div>
  );
}

/** What the applicant thought of it, once they have said so. */
function Rating({ rating }: { readonly rating: DeskCaseView['rating'] }) {
  const t = useWords();
  const words = useDeskWords();
  const score = scoreOf(rating?.score);
  if (score === undefined) return null;
  return (
    <Card title={words('case-rating')}>
      <p>
        <strong>{t(`rate-${score}`)}</strong>
      </p>
      {rating?.comment !== undefined && (
        <p>
          <Said>{rating.comment}</Said>
        </p>
      )}
    </Card>
  );
}

function Checks({ view }: { readonly view: DeskCaseView }) {
  const words = useDeskWords();
  const say = useSay();
  return (
    <Card title={words('case-checks')}>
      <ul class="plain stack tight">
        {view.checks.map((check) => (
          <li key={check.code} class="row apart">
            <span>{say(check.name)}</span>
            <span class={check.passed ? 'tag ok' : 'tag amber'}>
              <Icon name={check.passed ? 'check' : 'alert'} />{' '}
              {words(check.passed ? 'check-passed' : 'check-attention')}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
