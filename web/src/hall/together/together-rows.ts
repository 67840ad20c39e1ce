/** Sentences of packages (一件事). */
import type { Row } from '../../base/row.ts';

export const togetherRows = {
  title: ['一件事一次办', 'Several services at once'],
  lead: [
    '把一件事要办的几个事项放在一起：填一张表、交一次材料、一次提交，各部门同时办。',
    'What one occasion asks of several agencies, together: one form, papers handed in once, submitted once, worked on side by side.',
  ],
  none: ['现在没有可以一起办的。', 'Nothing can be done together right now.'],
  'n-items': ['{n} 个事项', '{n} service(s)'],
  items: ['一起办的事项', 'Services in it'],
  required: ['必办', 'always'],
  optional: ['可以不办', 'may be left out'],
  guide: ['办事指南', 'Guide'],
  start: ['开始填表', 'Start the form'],
  'wrong-kind': [
    '这件事不面向您这类申请人，请换一个身份登录。',
    'Not for your kind of applicant. Sign in as somebody else.',
  ],
  'sign-in': ['登录后才能看您一起办的事。填过的都在。', 'Sign in to see it. Everything you filled in is still there.'],
  'form-of': ['{name}（{n} 个事项）', '{name} ({n} service(s))'],
  'for-items': ['用于：{names}', 'For: {names}'],
  'check-lead': [
    '请逐项核对。提交后，下面每个事项各有一件，各有编号和期限。',
    'Check each line. Once submitted, each service below becomes a case of its own, with its number and time limits.',
  ],
  submit: ['一起提交', 'Submit all of it'],
  'submit-once': [
    '要么全部提交，要么一个也不提交；多按几次也只会有一份。',
    'All or none is submitted; pressing again changes nothing.',
  ],
  throw: ['删除这份草稿', 'Delete this draft'],
  'throw-sure': [
    '确定删除？这几个事项填过的内容和上传的文件都会删掉，不能恢复。',
    'Delete it? Everything filled in and uploaded for these services goes with it, for good.',
  ],
  submitting: ['还在提交，已提交 {n} 件', 'Being submitted: {n} done'],
  'go-on': ['继续提交', 'Go on submitting'],
  submitted: ['已一起提交', 'Submitted together'],
  progress: ['{all} 件中已办结 {n} 件', '{n} of {all} are over'],
  'each-case': ['各件进度', 'Each case'],
  mine: ['一起办的事', 'Done together'],
  'draft-of': ['草稿，{n} 个事项', 'Draft, {n} service(s)'],
} as const satisfies Record<string, Row>;

export type TogetherKey = keyof typeof togetherRows;
