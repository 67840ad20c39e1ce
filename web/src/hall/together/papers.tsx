/** The papers of a package: each handed in once, for all items that want it, into the case that holds it. */
import { useEffect, useState } from 'preact/hooks';
import type { Answers, Item } from '../../../../shared/catalogue/item.ts';
import { visibleMaterials } from '../../../../shared/catalogue/visibility.ts';
import type { MaterialView, PackageView } from '../../base/api-answers.ts';
import { navigate } from '../../base/router.ts';
import { ErrorSummary, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { errorMap, pageErrors } from '../../form/errors.ts';
import { materialFaults } from '../../form/material-faults.ts';
import { useFiles } from '../../form/use-files.ts';
import { useHallWords } from '../hall-words.ts';
import { Material } from '../material.tsx';
import { useTogetherWords } from './together-words.ts';

type Wanted = NonNullable<PackageView['materials']>[number];

interface PapersProps {
  readonly view: PackageView;
  readonly asked: Pick<Item, 'form' | 'materials'>;
  readonly answers: Answers;
  readonly next: string;
}

export function PackagePapers({ view, asked, answers, next }: PapersProps) {
  const hall = useHallWords();
  const say = useSay();
  const visible = new Set(visibleMaterials(asked, answers));
  const wanted = (view.materials ?? []).filter(({ requirement }) => visible.has(requirement));
  const holders = [...new Set(wanted.map(({ caseId }) => caseId))];
  // Each case's files are followed where they are drawn; what is there of them decides whether one may go on.
  const [here, setHere] = useState<Readonly<Record<string, readonly MaterialView[]>>>({});
  const [pressed, setPressed] = useState(0);
  const faultsOf = (caseId: string) =>
    materialFaults(
      wanted.filter((each) => each.caseId === caseId).map(({ requirement }) => requirement),
      here[caseId] ?? [],
    );
  const faultsNow = holders.flatMap(faultsOf);
  const faults = pressed === 0 ? [] : faultsNow;
  const submit = (event: Event) => {
    event.preventDefault();
    setPressed(pressed + 1);
    if (faultsNow.length > 0) return;
    navigate(next);
    scrollTo(0, 0);
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <ErrorSummary key={pressed} errors={pageErrors(faults, say)} />
      <Title site={hall('site')}>{hall('materials-title')}</Title>
      <p class="muted">{hall('materials-lead')}</p>
      {holders.map((caseId) => (
        <OfCase
          key={caseId}
          view={view}
          caseId={caseId}
          wanted={wanted.filter((each) => each.caseId === caseId)}
          errors={errorMap(pressed === 0 ? [] : faultsOf(caseId))}
          tell={(files) => setHere((all) => ({ ...all, [caseId]: files }))}
        />
      ))}
      <p class="row">
        <button type="submit" class="button">
          {hall('form-next')}
        </button>
        <a href="/cases">{hall('form-leave')}</a>
      </p>
    </form>
  );
}

interface OfCaseProps {
  readonly view: PackageView;
  readonly caseId: string;
  readonly wanted: readonly Wanted[];
  readonly errors: ReturnType<typeof errorMap>;
  readonly tell: (files: readonly MaterialView[]) => void;
}

function OfCase({ view, caseId, wanted, errors, tell }: OfCaseProps) {
  const words = useTogetherWords();
  const hall = useHallWords();
  const say = useSay();
  const given = (view.materials ?? []).filter((each) => each.caseId === caseId).flatMap(({ files }) => files);
  const files = useFiles(caseId, given);
  useEffect(() => tell(files.here), [files.here]);
  const nameOf = (code: string) => {
    const child = view.children.find(({ itemCode }) => itemCode === code);
    return child === undefined ? code : say(child.itemName);
  };
  return (
    <>
      {wanted.map(({ requirement, items }) => (
        <Material
          key={requirement.code}
          requirement={requirement}
          files={files}
          shown={files.here.filter(({ code }) => code === requirement.code)}
          error={errors.get(`materials.${requirement.code}`)}
          used={words('for-items', { names: items.map(nameOf).join(hall('list-comma')) })}
        />
      ))}
    </>
  );
}
