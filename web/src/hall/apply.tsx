/** Filling in an application: one section a page, then the papers, then the check. The draft lives above its pages. */
import { visibleMaterials, visibleSections } from '../../../shared/catalogue/answers.ts';
import { call } from '../base/api.ts';
import { OldNotice } from '../base/conditions.tsx';
import { timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { useLoad } from '../base/load.ts';
import { asProblem } from '../base/problem.ts';
import { useSettings } from '../base/settings.ts';
import { BackLink, Loading, PageProblem } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { type KeptDraft, keepDraft, keptDraft } from '../form/kept-drafts.ts';
import { useDraft } from '../form/use-draft.ts';
import { useFiles } from '../form/use-files.ts';
import type { Application } from './application.ts';
import { Check } from './apply-check.tsx';
import { MaterialsStep } from './apply-materials.tsx';
import { SectionStep } from './apply-section.tsx';
import { AlreadySubmitted } from './apply-submitted.tsx';
import { Conflicts } from './conflicts.tsx';
import { useHallWords } from './hall-words.ts';
import { itemInVersion } from './known-item.ts';
import { OnBehalf } from './on-behalf.tsx';
import { Outdated } from './outdated.tsx';
import { SavedMark } from './saved-mark.tsx';
import { Own } from './signed-in.tsx';
import { type StepName, stepsOf } from './steps.ts';

interface ApplyProps {
  readonly id: string;
  readonly step: StepName;
}

export function Apply({ id, step }: ApplyProps) {
  const words = useHallWords();
  return <Own why={words('sign-in-for-draft')}>{() => <Opened id={id} step={step} />}</Own>;
}

/** The draft, with the item in the version it was started under. */
function Opened({ id, step }: ApplyProps) {
  const words = useHallWords();
  const { data, problem, reload } = useLoad(id, () => opened(id));
  if (problem?.code === 'wrong-state') return <AlreadySubmitted id={id} />;
  if (data === undefined) {
    return problem === undefined ? (
      <Loading />
    ) : (
      <PageProblem problem={problem} retry={() => void reload()} site={words('site')} home="/" />
    );
  }
  const { draft, old } = data;
  if (draft.outdated !== undefined && !old) {
    const move = async () => {
      await call('POST /v1/drafts/{caseId}/migrate', { path: { caseId: id }, body: {} });
      await reload();
    };
    return <Outdated names={[draft.itemName]} outdated={draft.outdated} move={move} />;
  }
  return <Filling opened={data} step={step} reload={reload} />;
}

interface OpenedDraft extends KeptDraft {
  /** The hall was not reached: this is what the device kept. */
  readonly old: boolean;
}

/** The draft of the hall with what this device has beside it; without a network, what the device has. */
async function opened(id: string): Promise<OpenedDraft> {
  const kept = await keptDraft(id);
  try {
    const draft = await call('GET /v1/drafts/{caseId}', { path: { caseId: id } });
    const item = await itemInVersion(draft.itemCode, draft.itemVersion);
    const { conflicts = [], heirOf = [] } = kept ?? {};
    const found = { draft, item, unsaved: {}, conflicts, heirOf, at: hallNow().toISOString() };
    if (kept === undefined || Object.keys(kept.unsaved).length === 0) {
      void keepDraft(found);
      return { ...found, old: false };
    }
    // Begun from the version the words were typed over, so that a change made elsewhere meanwhile is seen as one.
    const base = { ...draft, answers: kept.draft.answers, version: kept.draft.version };
    return { ...found, draft: base, unsaved: kept.unsaved, old: false };
  } catch (error) {
    if (asProblem(error).code !== 'offline' || kept === undefined) throw error;
    return { ...kept, old: true };
  }
}

interface FillingProps {
  readonly opened: OpenedDraft;
  readonly step: StepName;
  readonly reload: () => Promise<void>;
}

function Filling({ opened, step, reload }: FillingProps) {
  const say = useSay();
  const words = useHallWords();
  const { language } = useSettings();
  const { item } = opened;
  const { caseId } = opened.draft;
  const draft = useDraft(opened);
  const files = useFiles(caseId, opened.draft.materials);
  const steps = stepsOf(visibleSections(item.form, draft.answers), visibleMaterials(item, draft.answers).length > 0);
  const at =
    step.kind === 'first'
      ? 0
      : steps.findIndex((each) => each.kind === step.kind && each.name === ('name' in step ? step.name : ''));
  const current = steps[at] ?? steps[0];
  const application: Application = { id: caseId, item, draft, files, reload };
  if (current === undefined) return null;
  const address = (offset: number) => `/apply/${caseId}${steps[at + offset]?.path ?? ''}`;
  return (
    <div class="narrow stack apply">
      <div class="row apart">
        <BackLink href={at <= 0 ? `/items/${item.code}` : address(-1)} />
        <SavedMark state={draft.saved} kept={draft.kept} />
      </div>
      <p class="muted apply-where">
        <span>{say(item.name)}</span>
        <span class="number" role="img" aria-label={words('form-step', { n: at + 1, of: steps.length })}>
          {Math.max(at, 0) + 1} / {steps.length}
        </span>
      </p>
      {opened.old && <OldNotice when={timeText(opened.at, language, hallNow())} />}
      <OnBehalf of={opened.draft.onBehalf} />
      <Conflicts item={item} draft={draft} />
      {current.kind === 'section' && (
        <SectionStep key={current.name} application={application} name={current.name} next={address(1)} />
      )}
      {current.kind === 'materials' && <MaterialsStep application={application} next={address(1)} />}
      {current.kind === 'check' && <Check application={application} />}
    </div>
  );
}
