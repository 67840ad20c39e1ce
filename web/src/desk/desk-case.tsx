/** One case at the desk: what was asked and given, what the item says, and only what this person may lawfully do. */

import { useEffect, useState } from 'preact/hooks';
import { mostMarks } from '../../../shared/cases/mark-places.ts';
import { call } from '../base/api.ts';
import type { DeskCaseView, InboxRow } from '../base/api-answers.ts';
import { Lamp } from '../base/due.tsx';
import { dayText, timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { later } from '../base/later.tsx';
import { useLoad } from '../base/load.ts';
import type { SignedIn } from '../base/person.ts';
import { Said } from '../base/said.tsx';
import { useSettings } from '../base/settings.ts';
import { stateTag } from '../base/states.ts';
import { BackLink, Loading, PageProblem, ProblemNotice, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { middleFrame } from '../paper/frames.ts';
import type { OpenForm } from './actions.ts';
import { Actions } from './actions-bar.tsx';
import { AskCorrection } from './ask-correction.tsx';
import type { AuditProps } from './audit/audit.tsx';
import { Aside } from './case-aside.tsx';
import { Given } from './case-given.tsx';
import { useDeskWords } from './desk-words.ts';
import { DraftNote } from './draft-note.tsx';
import { caseForm } from './drafts.ts';
import { type Filter, queryOf } from './filter.ts';
import { Guide } from './guide.tsx';
import type { AskConsultProps } from './joint/ask-consult.tsx';
import { useKeys } from './keys.ts';
import { changedMark, emptyRequest, type Request, requestIn, withMark, withoutMark } from './request-correction.ts';
import { useDraft } from './use-draft.ts';
import { viewablesOf } from './viewables.ts';
import type { Marking } from './viewer/mark-layer.tsx';
import type { ViewerProps } from './viewer/viewer.tsx';

const Audit = later<AuditProps>(async () => (await import('./audit/audit.tsx')).Audit);
const AskConsult = later<AskConsultProps>(async () => (await import('./joint/ask-consult.tsx')).AskConsult);
const Viewer = later<ViewerProps>(async () => (await import('./viewer/viewer.tsx')).Viewer);

interface DeskCaseProps {
  readonly id: string;
  readonly filter: Filter;
  readonly person: SignedIn;
  /** Told how the case stands whenever it was fetched. */
  readonly onChanged: (row: InboxRow) => void;
}

export function DeskCase({ id, filter, person, onChanged }: DeskCaseProps) {
  const words = useDeskWords();
  const { data, problem, reload } = useLoad(id, () => call('GET /v1/agency/cases/{caseId}', { path: { caseId: id } }));
  useEffect(() => {
    if (data !== undefined) onChanged(data);
  }, [data, onChanged]);
  const back = <BackLink href={`/desk${queryOf(filter)}`}>{words('inbox-back')}</BackLink>;
  if (data === undefined) {
    return (
      <>
        {back}
        {problem === undefined ? (
          <Loading />
        ) : (
          <PageProblem problem={problem} retry={() => void reload()} site={words('site')} />
        )}
      </>
    );
  }
  return (
    <>
      {back}
      {problem !== undefined && <ProblemNotice problem={problem} retry={() => void reload()} />}
      <Case view={data} person={person} changed={reload} />
    </>
  );
}

interface CaseProps {
  readonly view: DeskCaseView;
  readonly person: SignedIn;
  readonly changed: () => Promise<void>;
}

function Case({ view, person, changed }: CaseProps) {
  const [open, setOpen] = useState<OpenForm>(undefined);
  const draft = useDraft(caseForm(view, 'request-correction'), emptyRequest, requestIn);
  const { value: request, set: setRequest } = draft;
  const asking = open === 'request-correction' && view.actions.includes('request-correction');
  const say = useSay();
  const files = viewablesOf(view, say);
  const [looking, setLooking] = useState<string | undefined>(undefined);
  const shown = looking !== undefined && files.some(({ id }) => id === looking);
  useKeys({ m: () => setLooking(looking === undefined ? files[0]?.id : undefined) });
  const marking = asking
    ? markingOf(view, request, setRequest)
    : { marks: (view.correction?.marks ?? []).map((mark, at) => ({ ...mark, at })) };
  const done = async () => {
    setOpen(undefined);
    await changed();
  };
  const asked = async () => {
    draft.drop();
    await done();
  };
  return (
    <article class="stack">
      <Head view={view} />
      <Actions key={view.state} view={view} open={open} setOpen={setOpen} done={done} changed={changed} />
      {asking && (
        <AskCorrection
          view={view}
          request={request}
          setRequest={setRequest}
          draft={<DraftNote draft={draft} />}
          look={(at) => {
            setLooking(request.marks[at]?.materialId);
            afterDrawn(`mark-text-${at}`);
          }}
          cancel={() => setOpen(undefined)}
          done={asked}
        />
      )}
      {open === 'consult' && view.actions.includes('consult') && (
        <AskConsult view={view} cancel={() => setOpen(undefined)} done={done} />
      )}
      {person.roles.includes('auditor') && <Audit caseId={view.caseId} />}
      <div class={shown ? 'case-columns looking' : 'case-columns'}>
        <div class="stack">
          {shown && <Guide view={view} />}
          <Given view={view} request={asking ? request : undefined} setRequest={setRequest} look={setLooking} />
        </div>
        {shown ? (
          <Viewer files={files} open={looking} setOpen={setLooking} marking={marking} />
        ) : (
          <Aside view={view} changed={changed} />
        )}
      </div>
    </article>
  );
}

/** Marks on the papers while corrections are being asked for: a new one is to be explained at once. */
function markingOf(view: DeskCaseView, request: Request, setRequest: (request: Request) => void): Marking {
  return {
    marks: request.marks.map((mark, at) => ({ ...mark, at })),
    edit: {
      add: (materialId, page, frame) => {
        const code = view.materials.find((file) => file.materialId === materialId)?.code;
        if (code === undefined || request.marks.length >= mostMarks) return;
        setRequest(withMark(request, { ...frame, code, materialId, page, text: '' }));
        afterDrawn(`mark-${frame === middleFrame ? 'frame' : 'text'}-${request.marks.length}`);
      },
      change: (at, change) => setRequest(changedMark(request, at, change)),
      remove: (at) => setRequest(withoutMark(request, at)),
    },
  };
}

/** Gives the cursor to what the next drawing brings. */
const afterDrawn = (id: string): void => {
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(id)?.focus()));
};

function Head({ view }: { readonly view: DeskCaseView }) {
  const words = useDeskWords();
  const say = useSay();
  const { language } = useSettings();
  const now = hallNow();
  return (
    <header class="stack tight">
      <Title site={words('site')}>{say(view.itemName)}</Title>
      <p class="row">
        <span class={stateTag(view.state)}>{say(view.status)}</span>
        {view.lamp !== undefined && <Lamp lamp={view.lamp} />}
        {view.dueBy !== undefined && (
          <strong class="number">{words('inbox-due', { day: dayText(view.dueBy, language, now) })}</strong>
        )}
      </p>
      <dl class="head-facts">
        <div>
          <dt>{words('case-applicant')}</dt>
          <dd>
            <Said>{view.applicant.name}</Said> <span class="muted">({words(`kind-${view.applicant.kind}`)})</span>
          </dd>
        </div>
        <div>
          <dt>{words('case-submitted')}</dt>
          <dd>{timeText(view.submittedAt, language, now)}</dd>
        </div>
        <div>
          <dt>{words('case-handler')}</dt>
          <dd>
            <Said>{view.handler?.name ?? words('inbox-unclaimed')}</Said>
          </dd>
        </div>
        <div class="whole">
          <dt>{words('case-number')}</dt>
          <dd class="number break">{view.caseNumber}</dd>
        </div>
      </dl>
    </header>
  );
}
