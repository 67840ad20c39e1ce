/**
 * The agencies that have no people of their own among the demo people: each gets one who examines and one who decides, named
 * after its folder of the catalogue.
 */
export const otherAgencies = [
  {
    folder: 'housing',
    code: '11440100DEM0000302',
    name: '市住房城乡建设局',
    nameEn: 'Housing and Urban-Rural Development Bureau',
  },
  { folder: 'sports', code: '11440100DEM000049Y', name: '市体育局', nameEn: 'Sports Bureau' },
  {
    folder: 'public-resources',
    code: '11440100DEM000057R',
    name: '市公共资源交易管理机构',
    nameEn: 'Public Resources Trading Authority',
  },
  {
    folder: 'agriculture',
    code: '11440100DEM000073F',
    name: '市农业农村局',
    nameEn: 'Agriculture and Rural Affairs Bureau',
  },
  {
    folder: 'development-reform',
    code: '11440100DEM000102T',
    name: '市发展改革委',
    nameEn: 'Development and Reform Commission',
  },
  { folder: 'commerce', code: '11440100DEM000129J', name: '市商务局', nameEn: 'Commerce Bureau' },
  {
    folder: 'urban-management',
    code: '11440100DEM000137D',
    name: '市城市管理综合执法局',
    nameEn: 'Urban Management and Law Enforcement Bureau',
  },
  {
    folder: 'industry',
    code: '11440100DEM0001458',
    name: '市工业和信息化局',
    nameEn: 'Industry and Information Technology Bureau',
  },
  { folder: 'emergency', code: '11440100DEM000161X', name: '市应急管理局', nameEn: 'Emergency Management Bureau' },
  {
    folder: 'culture',
    code: '11440100DEM000188M',
    name: '市文化广电旅游局',
    nameEn: 'Culture, Radio, Television and Tourism Bureau',
  },
  { folder: 'press', code: '11440100DEM000196G', name: '市新闻出版局', nameEn: 'Press and Publication Bureau' },
  { folder: 'forestry', code: '11440100DEM0002096', name: '市林业园林局', nameEn: 'Forestry and Landscaping Bureau' },
  { folder: 'archives', code: '11440100DEM0002171', name: '市档案局', nameEn: 'Archives Bureau' },
  {
    folder: 'ethnic-religious',
    code: '11440100DEM000241H',
    name: '市民族宗教局',
    nameEn: 'Ethnic and Religious Affairs Bureau',
  },
  { folder: 'meteorology', code: '11440100DEM00025X9', name: '市气象局', nameEn: 'Meteorological Bureau' },
  { folder: 'water', code: '11440100DEM0002689', name: '市水务局', nameEn: 'Water Affairs Bureau' },
  { folder: 'fire', code: '11440100DEM0002764', name: '市消防救援支队', nameEn: 'Fire and Rescue Brigade' },
  { folder: 'tobacco', code: '11440100DEM000284Y', name: '市烟草专卖局', nameEn: 'Tobacco Monopoly Bureau' },
  { folder: 'environment', code: '11440100DEM000292R', name: '市生态环境局', nameEn: 'Ecology and Environment Bureau' },
  { folder: 'statistics', code: '11440100DEM000313A', name: '市统计局', nameEn: 'Statistics Bureau' },
  {
    folder: 'planning',
    code: '11440100DEM0003215',
    name: '市规划和自然资源局',
    nameEn: 'Planning and Natural Resources Bureau',
  },
  { folder: 'finance', code: '11440100DEM00033XW', name: '市财政局', nameEn: 'Finance Bureau' },
] as const;
