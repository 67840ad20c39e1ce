/** The papers of a package: each handed in once, for all items that want it, into the case that holds it. */
import { useEffect, useState } from 'preact/hooks';
import type { Answers, Item, MaterialRequirement } from '../../../../shared/catalogue/item.ts';
import { visibleMaterials } from '../../../../shared/catalogue/visibility.ts';
import type { MaterialView, PackageView } from '../../base/api-answers.ts';
import { useSay } from '../../base/words.ts';
import { materialFaults } from '../../form/material-faults.ts';
import { useFiles } from '../../form/use-files.ts';
import { useHallWords } from '../hall-words.ts';
import { type PaperErrors, Papers, PapersForm } from '../papers-form.tsx';
import { useTogetherWords } from './together-words.ts';

type Wanted = NonNullable<PackageView['materials']>[number];

interface PapersProps {
  readonly view: PackageView;
  readonly asked: Pick<Item, 'form' | 'materials'>;
  readonly answers: Answers;
  readonly next: string;
}

export function PackagePapers({ view, asked, answers, next }: PapersProps) {
  const visible = new Set(visibleMaterials(asked, answers));
  const wanted = (view.materials ?? []).filter(({ requirement }) => visible.has(requirement));
  const holders = [...new Set(wanted.map(({ caseId }) => caseId))].map((caseId) => ({
    caseId,
    wanted: wanted.filter((each) => each.caseId === caseId),
  }));
  // Each case's files are followed where they are drawn; what is there of them decides whether one may go on.
  const [here, setHere] = useState<Readonly<Record<string, readonly MaterialView[]>>>({});
  const faults = holders.flatMap(({ caseId, wanted }) =>
    materialFaults(
      wanted.map(({ requirement }) => requirement),
      here[caseId] ?? [],
    ),
  );
  return (
    <PapersForm faults={faults} next={next}>
      {(errors) =>
        holders.map(({ caseId, wanted }) => (
          <OfCase
            key={caseId}
            view={view}
            caseId={caseId}
            wanted={wanted}
            errors={errors}
            tell={(files) => setHere((all) => ({ ...all, [caseId]: files }))}
          />
        ))
      }
    </PapersForm>
  );
}

interface OfCaseProps {
  readonly view: PackageView;
  readonly caseId: string;
  readonly wanted: readonly Wanted[];
  readonly errors: PaperErrors;
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
  const usedFor = (requirement: MaterialRequirement) => {
    const items = wanted.find((each) => each.requirement === requirement)?.items ?? [];
    return words('for-items', { names: items.map(nameOf).join(hall('list-comma')) });
  };
  return (
    <Papers
      requirements={wanted.map(({ requirement }) => requirement)}
      files={files}
      errors={errors}
      usedFor={usedFor}
    />
  );
}
