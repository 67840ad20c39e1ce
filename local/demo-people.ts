/** The people of a hall on this machine: enough to play every part. Nobody here exists. */
import type { Role } from '../shared/base/roles.ts';
import { otherAgencies } from './demo-agencies.ts';

export interface Agency {
  /** Unified social credit code (统一社会信用代码), of the fictional kind the catalogue uses. */
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
}

export interface DemoPerson {
  /** Subject of their tokens, and what `npm run token -- <id>` takes. */
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly kind: 'natural' | 'legal';
  readonly roles: readonly Role[];
  readonly agency?: Agency;
}

const market = { code: '11440100DEM0001533', name: '市市场监管局', nameEn: 'Market Regulation Bureau' };
const disabled = { code: '11440100DEM000225U', name: '市残联', nameEn: "Disabled Persons' Federation" };
const transport = { code: '11440100DEM000014C', name: '市交通运输局', nameEn: 'Transport Bureau' };
const police = { code: '11440100DEM000065L', name: '市公安局', nameEn: 'Public Security Bureau' };
const health = { code: '11440100DEM00009X2', name: '市卫生健康委', nameEn: 'Health Commission' };

const labour = {
  code: '11440100DEM0000227',
  name: '市人力资源社会保障局',
  nameEn: 'Human Resources and Social Security',
};
const insurance = { code: '11440100DEM000081A', name: '市医保局', nameEn: 'Healthcare Security Bureau' };
const justice = { code: '11440100DEM000110M', name: '市司法局', nameEn: 'Justice Bureau' };
const education = { code: '11440100DEM00017XM', name: '市教育局', nameEn: 'Education Bureau' };
const civil = { code: '11440100DEM000233N', name: '市民政局', nameEn: 'Civil Affairs Bureau' };
const tax = { code: '11440100DEM000305F', name: '市税务局', nameEn: 'Tax Bureau' };
const veterans = { code: '11440100DEM000348W', name: '市退役军人局', nameEn: 'Veterans Affairs Bureau' };

const hospital = { code: '12440100DEMH00001T', name: '市第一人民医院', nameEn: 'First People’s Hospital' };

const citizen = (id: string, name: string, nameEn: string, kind: DemoPerson['kind'] = 'natural'): DemoPerson => ({
  id,
  name,
  nameEn,
  kind,
  roles: ['citizen'],
});

const staff = (id: string, name: string, nameEn: string, role: Role, agency?: Agency): DemoPerson => ({
  id,
  name,
  nameEn,
  kind: 'natural',
  roles: [role],
  ...(agency === undefined ? {} : { agency }),
});

/** One who examines and one who decides, at every other agency. */
const others = otherAgencies.flatMap(({ folder, ...agency }) => [
  staff(`officer-${folder}`, `${agency.name}经办人`, 'Case officer', 'officer', agency),
  staff(`approver-${folder}`, `${agency.name}审批人`, 'Approver', 'approver', agency),
]);

export const demoPeople: readonly DemoPerson[] = [
  citizen('zhang-wei', '张伟', 'Zhang Wei'),
  citizen('li-na', '李娜', 'Li Na'),
  citizen('chen-yu-lan', '陈玉兰', 'Chen Yulan, 70'),
  citizen('yue-wei', '广州粤味餐饮有限公司', 'Yuewei Catering Ltd.', 'legal'),
  staff('officer-wang', '王芳', 'Wang Fang', 'officer', market),
  staff('officer-zhou', '周强', 'Zhou Qiang', 'officer', market),
  staff('approver-zhao', '赵敏', 'Zhao Min', 'approver', market),
  staff('supervisor-qian', '钱进', 'Qian Jin', 'supervisor', market),
  staff('backoffice-market', '市场监管业务系统', 'Back office system', 'backoffice', market),
  staff('finance-cai', '蔡晶', 'Cai Jing', 'finance', market),
  staff('finance-fang', '方正', 'Fang Zheng', 'finance', market),
  staff('finance-tan', '谭明', 'Tan Ming', 'finance', police),
  staff('finance-yu', '余庆', 'Yu Qing', 'finance', police),
  staff('officer-sun', '孙丽', 'Sun Li', 'officer', disabled),
  staff('approver-lin', '林涛', 'Lin Tao', 'approver', disabled),
  staff('officer-he', '何军', 'He Jun', 'officer', transport),
  staff('approver-xu', '徐静', 'Xu Jing', 'approver', transport),
  staff('officer-ma', '马超', 'Ma Chao', 'officer', police),
  staff('approver-gao', '高翔', 'Gao Xiang', 'approver', police),
  staff('officer-luo', '罗琳', 'Luo Lin', 'officer', health),
  staff('approver-tang', '唐宁', 'Tang Ning', 'approver', health),
  staff('officer-guo', '郭洋', 'Guo Yang', 'officer', labour),
  staff('approver-han', '韩冰', 'Han Bing', 'approver', labour),
  staff('officer-xie', '谢敏', 'Xie Min', 'officer', insurance),
  staff('approver-fang', '方圆', 'Fang Yuan', 'approver', insurance),
  staff('officer-pan', '潘悦', 'Pan Yue', 'officer', justice),
  staff('approver-yuan', '袁立', 'Yuan Li', 'approver', justice),
  staff('officer-yu', '于晴', 'Yu Qing', 'officer', education),
  staff('approver-song', '宋平', 'Song Ping', 'approver', education),
  staff('officer-tian', '田静', 'Tian Jing', 'officer', civil),
  staff('approver-dong', '董浩', 'Dong Hao', 'approver', civil),
  staff('officer-shen', '沈洁', 'Shen Jie', 'officer', tax),
  staff('approver-jiang', '姜波', 'Jiang Bo', 'approver', tax),
  staff('officer-cao', '曹磊', 'Cao Lei', 'officer', veterans),
  staff('approver-wei', '魏东', 'Wei Dong', 'approver', veterans),
  ...others,
  staff('auditor-wu', '吴清', 'Wu Qing', 'auditor'),
  staff('operator-deng', '邓凯', 'Deng Kai', 'operator'),
  staff('reception-guo', '郭敏', 'Guo Min', 'receptionist', hospital),
  staff('doctor-chen', '陈晓岚', 'Chen Xiaolan', 'doctor', hospital),
  staff('pharmacist-fang', '方文', 'Fang Wen', 'pharmacist', hospital),
];

export interface PeopleGroup {
  readonly name: string;
  readonly nameEn: string;
  readonly people: readonly DemoPerson[];
}

/** The people as they are shown: citizens, each agency's, the hall's own. */
export const demoGroups: readonly PeopleGroup[] = [
  {
    name: '个人与企业',
    nameEn: 'Citizens and companies',
    people: demoPeople.filter(({ roles }) => roles.includes('citizen')),
  },
  ...[...new Set(demoPeople.flatMap(({ agency }) => agency ?? []))].map((agency) => ({
    name: agency.name,
    nameEn: agency.nameEn,
    people: demoPeople.filter((person) => person.agency === agency),
  })),
  {
    name: '大厅运行',
    nameEn: 'The hall itself',
    people: demoPeople.filter(({ roles, agency }) => agency === undefined && !roles.includes('citizen')),
  },
];

/** What a role is called, for the sign-in page and the terminal. */
export const roleNames: Readonly<Record<Role, { zh: string; en: string }>> = {
  citizen: { zh: '办事人', en: 'citizen' },
  officer: { zh: '经办人', en: 'officer' },
  approver: { zh: '审批人', en: 'approver' },
  supervisor: { zh: '负责人', en: 'supervisor' },
  backoffice: { zh: '业务系统', en: 'back office' },
  finance: { zh: '财务人员', en: 'finance officer' },
  auditor: { zh: '审计员', en: 'auditor' },
  operator: { zh: '运维员', en: 'operator' },
  receptionist: { zh: '导诊台', en: 'reception' },
  doctor: { zh: '医生', en: 'doctor' },
  pharmacist: { zh: '药师', en: 'pharmacist' },
};

/** @throws Error with one sentence that lists everybody there is */
export function demoPerson(id: string): DemoPerson {
  const found = demoPeople.find((person) => person.id === id);
  if (found !== undefined) return found;
  const known = demoPeople.map((person) => person.id).join(', ');
  throw new Error(`没有这位演示人员 · There is no demo person ${JSON.stringify(id)}; there are ${known}.`);
}

/** What a token says of a person, beside `sub`. Texts only: the API's authorizer makes texts of all claims. */
export function claimsOf(person: DemoPerson): Record<string, string> {
  return {
    name: person.name,
    kind: person.kind,
    roles: person.roles.join(' '),
    ...(person.agency === undefined ? {} : { agency: person.agency.code }),
  };
}
