/** One question of another agency: what is asked, what of the case is shown for it, and the answer. */

import { useRef, useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { ConsultCaseView } from '../../base/api-answers.ts';
import { Lamp } from '../../base/due.tsx';
import { dayText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { later } from '../../base/later.tsx';
import { useAction, useLoad } from '../../base/load.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { BackLink, Loading, PageProblem, ProblemNotice, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { answerText } from '../../form/answer-text.ts';
import { FileRow } from '../../form/file-row.tsx';
import { useSayer } from '../../form/use-sayer.ts';
import { useDeskWords } from '../desk-words.ts';
import type { Viewable, ViewerProps } from '../viewer/viewer.tsx';
import { AnswerForm } from './answer-form.tsx';
import { useJointWords } from './joint-words.ts';
import { toneOf } from './tones.ts';

const Viewer = later<ViewerProps>(async () => (await import('../viewer/viewer.tsx')).Viewer);

interface JointCaseProps {
  readonly caseId: string;
  readonly no: string;
}

export function JointCase({ caseId, no }: JointCaseProps) {
  const words = useJointWords();
  const site = useDeskWords()('site');
  const path = { caseId, consultNo: no };
  const { data, problem, reload } = useLoad(`${caseId} ${no}`, () =>
    call('GET /v1/agency/consults/{caseId}/{consultNo}', { path }),
  );
  const [sent, setSent] = useState(false);
  const top = useRef<HTMLDivElement>(null);
  const answering = useAction(async (key, body: Readonly<Record<string, string>>, sent: () => void) => {
    await call('POST /v1/agency/consults/{caseId}/{consultNo}/answer', { path, body, idempotencyKey: key });
    await reload();
    sent();
    setSent(true);
    top.current?.focus();
  });
  return (
    <>
      <BackLink href="/desk/consults">{words('back')}</BackLink>
      <div ref={top} tabIndex={-1} role="status">
        {sent && <p class="notice ok">{words('sent')}</p>}
      </div>
      {data === undefined && problem === undefined && <Loading />}
      {problem !== undefined && data === undefined && (
        <PageProblem problem={problem} retry={() => void reload()} site={site} />
      )}
      {problem !== undefined && data !== undefined && <ProblemNotice problem={problem} retry={() => void reload()} />}
      {data !== undefined && (
        <>
          <Question view={data} />
          {data.opinion !== undefined && <Ours view={data} />}
          {data.mayAnswer && (
            <>
              {answering.problem !== undefined && <ProblemNotice problem={answering.problem} />}
              <AnswerForm view={data} busy={answering.busy} submit={(body, sent) => void answering.run(body, sent)} />
            </>
          )}
          {data.ended === undefined && !data.mayAnswer && <p class="muted">{words('reader-only')}</p>}
          <Shown view={data} />
        </>
      )}
    </>
  );
}

function Question({ view }: { readonly view: ConsultCaseView }) {
  const words = useJointWords();
  const site = useDeskWords()('site');
  const say = useSay();
  const { language } = useSettings();
  const now = hallNow();
  return (
    <header class="stack tight">
      <Title site={site}>{say(view.itemName)}</Title>
      <p class="row">
        {view.ended !== undefined && <span class={toneOf(view.ended)}>{words(`state-${view.ended}`)}</span>}
        {view.lamp !== undefined && <Lamp lamp={view.lamp} />}
        {view.ended === undefined && (
          <strong class="number">{words('by', { day: dayText(view.dueBy, language, now) })}</strong>
        )}
      </p>
      <section class="card stack tight" aria-labelledby="question">
        <h2 id="question">{words('question')}</h2>
        <p class="quote">
          <Said>{view.question}</Said>
        </p>
        <dl class="head-facts">
          <div>
            <dt>{words('lead')}</dt>
            <dd>
              {say(view.lead)} · {timeText(view.askedAt, language, now)}
            </dd>
          </div>
          <div>
            <dt>{words('applicant')}</dt>
            <dd>
              <Said>{view.applicantName}</Said>
            </dd>
          </div>
          {view.statutoryBy !== undefined && (
            <div>
              <dt>{words('decide-by')}</dt>
              <dd class="number">{dayText(view.statutoryBy, language, now)}</dd>
            </div>
          )}
          <div class="whole">
            <dt>{words('case-number')}</dt>
            <dd class="number break">{view.caseNumber}</dd>
          </div>
        </dl>
      </section>
    </header>
  );
}

function Ours({ view: { opinion } }: { readonly view: ConsultCaseView }) {
  const words = useJointWords();
  const { language } = useSettings();
  if (opinion === undefined) return null;
  return (
    <section class="card stack tight" aria-labelledby="ours">
      <h2 id="ours">{words('ours')}</h2>
      <p>
        <strong>{words(`state-${opinion.outcome}`)}</strong>{' '}
        <span class="small muted">
          {words('signed-by', { name: opinion.by, when: timeText(opinion.at, language, hallNow()) })}
        </span>
      </p>
      <p>
        <Said>{opinion.reason}</Said>
      </p>
      {opinion.conditions !== undefined && (
        <p>
          <span class="muted">{words('conditions')}</span> <Said>{opinion.conditions}</Said>
        </p>
      )}
    </section>
  );
}

/** Of the case what was shown for the question, and nothing else. */
function Shown({ view }: { readonly view: ConsultCaseView }) {
  const words = useJointWords();
  const say = useSay();
  const sayer = useSayer();
  const [looking, setLooking] = useState<string | undefined>(undefined);
  const fields = view.item.form.sections
    .flatMap((section) => section.fields)
    .filter(({ name }) => view.shares.fields.includes(name));
  if (view.ended === 'withdrawn' || view.ended === 'over') return <p class="muted">{words('shown-over')}</p>;
  const files = viewables(view, say);
  return (
    <>
      <section class="card stack tight" aria-labelledby="shown">
        <h2 id="shown">{words('shown')}</h2>
        {fields.length === 0 && <p class="muted">{words('shown-none')}</p>}
        <dl class="facts">
          {fields.map((field) => (
            <div key={field.name}>
              <dt>{say(field.label)}</dt>
              <dd>{answerText(field, view.answers[field.name], sayer)}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section class="card stack tight" aria-labelledby="shown-papers">
        <h2 id="shown-papers">{words('papers')}</h2>
        {view.materials.length === 0 && <p class="muted">{words('papers-none')}</p>}
        <ul class="plain files">
          {view.materials.map((file) => (
            <FileRow key={file.materialId} material={file}>
              <button type="button" class="link-button" onClick={() => setLooking(file.materialId)}>
                {words('look')}
                <span class="hidden">
                  {' '}
                  <Said>{file.fileName}</Said>
                </span>
              </button>
            </FileRow>
          ))}
        </ul>
      </section>
      {looking !== undefined && <Viewer files={files} open={looking} setOpen={setLooking} />}
    </>
  );
}

function viewables(view: ConsultCaseView, say: ReturnType<typeof useSay>): Viewable[] {
  const { caseId, no } = view;
  return view.materials.map(({ materialId, code, fileName, mediaType }) => {
    const named = view.item.materials.find((each) => each.code === code)?.name;
    return {
      ...{ id: materialId, title: named === undefined ? fileName : say(named), fileName, mediaType },
      link: async () => {
        const path = { caseId, consultNo: String(no), materialId };
        return (await call('GET /v1/agency/consults/{caseId}/{consultNo}/materials/{materialId}', { path })).url;
      },
    };
  });
}
