import { type Lookup, pick, zohoId } from './college-ids.ts'
import { templates, type ZohoTemplate } from './college-templates.ts'

export type ZohoProgram = {
  id: string
  Product_Name: string
  Program_ID: string
  Program_Type: string
  Program_Major: string
  Program_Sub_Major: string
  Product_Sub_Category: string
  Status: string
  Program_Price: number
  Unit_Price: number
  MoodleID?: string
}

export type ZohoUnit = {
  id: string
  Name: string
  Unit_Code: string
  Unit_Number: string
  Unit_Credit: string
  Unit_Level: string
  Unit_Major: string
  Service_Type: string
  Program: Lookup
} & ZohoTemplate

export type ZohoTeacher = {
  id: string
  Name: string
  Email: string
  Academic_Email: string
  Phone_Number: string
  Currency: string
}

export type ZohoClass = {
  id: string
  Name: string
  Class_Name: string
  Class_Short_Name?: string
  Unit: Lookup
  BTEC_Program: Lookup
  Teacher?: Lookup
  Class_Status?: string
  Class_Study_Mode: string
  Term: string
  Year: string
  Classroom: string
  Start_Date: string
  End_Date: string
  English_Teaching: boolean
}

const programLines = [
  ['BTEC Level 5 HND in Computing', 'Level 5', 'IT', 'Software Engineering', 4200],
  ['BTEC Level 5 HND in Business', 'Level 5', 'Business', 'Business Management', 3900],
  ['BTEC Level 3 Diploma in Art & Design', 'Level 3', 'Art & Design', 'Graphic Design Diploma', 2800],
] as const

export const programs: ZohoProgram[] = programLines.map(([Product_Name, type, major, subMajor, price], index) => ({
  id: zohoId(1, index),
  Product_Name,
  Program_ID: `PRG-${index + 1}`,
  Program_Type: type,
  Program_Major: major,
  Program_Sub_Major: subMajor,
  Product_Sub_Category: 'BTEC',
  Status: 'Enabled',
  Program_Price: price,
  Unit_Price: price,
}))

const unitLines = [
  ['Programming', 'H/618/7388', '1', 'IT', 0],
  ['Networking', 'M/618/7389', '2', 'IT', 0],
  ['Database Design & Development', 'K/618/7391', '4', 'IT', 0],
  ['Security', 'M/618/7392', '5', 'IT', 0],
  ['Business and the Business Environment', 'A/618/5033', '1', 'BUS', 1],
  ['Marketing Processes and Planning', 'F/618/5034', '2', 'BUS', 1],
  ['Visual Recording and Communication', 'Y/600/6577', '1', 'AD', 2],
  ['Materials, Techniques and Processes', 'R/600/6576', '2', 'AD', 2],
] as const

const criteria = (subject: string): ZohoTemplate => ({
  P1_description: `Describe the principles of ${subject.toLowerCase()} with examples.`,
  P2_description: `Explain how ${subject.toLowerCase()} is planned for a given brief.`,
  P3_description: 'Carry out the plan and record every step.',
  P4_description: 'Review the result against the brief.',
  M1_description: 'Compare two approaches and justify the choice.',
  M2_description: 'Analyse the result with evidence.',
  D1_description: 'Evaluate the whole work critically and propose improvements.',
})

export const units: ZohoUnit[] = unitLines.map(([Name, Unit_Code, Unit_Number, Unit_Major, program], index) => ({
  id: zohoId(2, index),
  Name,
  Unit_Code,
  Unit_Number,
  Unit_Credit: '15',
  Unit_Level: program === 2 ? 'Level 3' : 'Level 5',
  Unit_Major,
  Service_Type: 'BTEC',
  Program: { id: pick(programs, program).id },
  ...criteria(Name),
  ...templates[index],
}))

const teacherLines = [
  ['Selin Aydoğan', 'selin.aydogan'],
  ['Omar Al-Khatib', 'omar.alkhatib'],
  ['Margaret Whitcombe', 'margaret.whitcombe'],
  ['Çağrı Özgüneş', 'cagri.ozgunes'],
] as const

export const teachers: ZohoTeacher[] = teacherLines.map(([Name, mailbox], index) => ({
  id: zohoId(3, index),
  Name,
  Email: `${mailbox}.home@college.example`,
  Academic_Email: `${mailbox}@college.example`,
  Phone_Number: `+90 212 555 01${String(index + 10)}`,
  Currency: 'USD',
}))

const classStatuses = [
  'Active',
  'Active',
  'Active',
  'Pending',
  'Active',
  'Waiting Assessment',
  'Active',
  'Initial Evaluation',
  'Active',
  'Completed',
]

export const classes: ZohoClass[] = Array.from({ length: 10 }, (_, index) => {
  const unit = pick(units, index)
  const term = pick(['T1', 'T2', 'T3'], index)
  return {
    id: zohoId(5, index),
    Name: `C26-${String(index + 1).padStart(3, '0')}`,
    Class_Name: `${unit.Name} ${term} 2026`,
    Class_Short_Name: `${unit.Unit_Major}-${unit.Unit_Number}-${term}-26${index >= units.length ? 'b' : ''}`,
    Unit: { id: unit.id },
    BTEC_Program: unit.Program,
    Teacher: { id: pick(teachers, index).id },
    Class_Status: pick(classStatuses, index),
    Class_Study_Mode: pick(['Onsite', 'Online', 'Blended'], index),
    Term: term,
    Year: '2026',
    Classroom: `Room ${101 + index}`,
    Start_Date: pick(['2026-09-07', '2026-10-05', '2026-11-02'], index),
    End_Date: pick(['2026-12-18', '2027-01-22', '2027-02-19'], index),
    English_Teaching: index % 2 === 0,
  }
})
