import { programs } from './college-catalogue.ts'
import { oldStyleFinance, type ZohoFinance } from './college-finance.ts'
import { type Lookup, pick, zohoId } from './college-ids.ts'

export type ZohoStudent = {
  id: string
  Name: string
  First_Name: string
  Last_Name: string
  Display_Name: string
  Frist_Name_Native?: string
  Last_Name_Native?: string
  Academic_Email?: string
  Email: string
  Phone_Number: string
  Address: string
  City: string
  Country: string
  Nationality: string
  Birth_Date: string
  Gender: string
  Status: string
  Program: Lookup
  Academic_Program: string
  Major: string
  Study_Mode: string
  Study_Language: string
  Service_Type: string
  Currency: string
  Registration_Date: string
  Intake: string
  Academic_Password: string
  Passport_Number: string
  National_Number: string
  Synced_to_Moodle: boolean
} & Partial<ZohoFinance>

const latinNames: readonly (readonly [string, string])[] = [
  ['Deniz', 'Kaya'],
  ['Ayşe', 'Yılmaz'],
  ['Mehmet Emin', 'Çelik'],
  ['Elif Nur', 'Şahin'],
  ['Can', 'Öztürk'],
  ['İpek', 'Güneş'],
  ['Layla', 'Haddad'],
  ['Yousef', 'Al-Masri'],
  ['Noor', 'Abdullah'],
  ['Karim', 'Ben Salah'],
  ['Amina', 'Diallo'],
  ['Ivan', 'Petrov'],
  ['Sofia', 'Marchetti'],
  ['Lukas', 'Weber'],
  ['Chloé', "d'Aubigné"],
  ['Tomás', 'O’Sullivan'],
  ['Zeynep', 'Aslan'],
  ['Burak', 'Doğan'],
  ['Rania', 'Khoury'],
  ['Hassan', 'Jaber'],
]
const arabicNames: readonly (readonly [string, string])[] = [
  ['ليلى', 'حداد'],
  ['يوسف', 'المصري'],
  ['نور', 'عبد الله'],
]

const statuses = [
  'Active',
  'Active',
  'Active',
  'Approved',
  'Active',
  'Registered',
  'Active',
  'Approved-conditional',
  'Active',
  'Freeze',
  'Active',
  'Active',
  'Welcome Letter Sent',
  'Active',
  'Account Creation',
  'Active',
  'Graduated',
  'Active',
  'Withdraw',
  'Active',
]
const places = [
  ['Istanbul', 'Türkiye'],
  ['Ankara', 'Turkey'],
  ['Amman', 'Jordan'],
  ['Beirut', 'Lebanon'],
  ['İzmir', 'Türkiye'],
  ['Berlin', 'Germany'],
  ['Tunis', 'Tunisia'],
] as const
const levels = ['BTEC Level 5', 'BTEC Level 5', 'BTEC Level 3']
const majors = ['Computing', 'Business', 'Art & Design']

const ascii = (text: string): string =>
  text
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase()

const ordinaryStudent = (index: number): ZohoStudent & { Academic_Email: string } => {
  const [First_Name] = pick(latinNames, index)
  const [, Last_Name] = pick(latinNames, index + Math.floor(index / latinNames.length) * 7)
  const [City, Country] = pick(places, index)
  const mailbox = `${ascii(First_Name)}.${ascii(Last_Name)}`
  return {
    id: zohoId(4, index),
    Name: `A26B${String(index + 1).padStart(4, '0')}`,
    First_Name,
    Last_Name,
    Display_Name: `${First_Name} ${Last_Name}`,
    Academic_Email: `${mailbox}@college.example`,
    Email: `${mailbox}.home@college.example`,
    Phone_Number: `+90 555 010 ${String(1000 + index)}`,
    Address: `${index + 1} Example Street`,
    City,
    Country,
    Nationality: Country,
    Birth_Date: `${1998 + (index % 9)}-${String((index % 12) + 1).padStart(2, '0')}-${String((index % 28) + 1).padStart(2, '0')}`,
    Gender: pick(['Male', 'Female'], index),
    Status: pick(statuses, index),
    Program: { id: pick(programs, index).id },
    Academic_Program: pick(levels, index),
    Major: pick(majors, index),
    Study_Mode: pick(['Onsite', 'Online', 'Blended'], index),
    Study_Language: pick(['English', 'Arabic'], index),
    Service_Type: 'BTEC',
    Currency: pick(['USD', 'TRY', 'EUR'], index),
    Registration_Date: pick(['2026-08-24', '2026-09-01', '2026-09-14'], index),
    Intake: 'Autumn 2026',
    Academic_Password: `canary-password-${index}`,
    Passport_Number: `canary-passport-${index}`,
    National_Number: `canary-national-${index}`,
    Synced_to_Moodle: false,
  }
}

/** The records a registry really has: mostly fine, and a few that each teach the integration something. */
const peculiar: Record<number, Partial<ZohoStudent>> = {
  6: { Frist_Name_Native: 'ليلى', Last_Name_Native: 'حداد' },
  8: { First_Name: pick(arabicNames, 2)[0], Last_Name: pick(arabicNames, 2)[1] },
  15: { Academic_Email: 'Tomas.OSullivan@College.Example' },
  21: { Status: 'Pending' },
  23: { Status: 'Enrollment Form' },
  25: { Academic_Email: 'ipek.marchetti+btec@college.example' },
  31: { Status: 'Blocked' },
  33: { Country: 'Kingdom of Elsewhere', Nationality: 'Kingdom of Elsewhere' },
  35: { Academic_Email: 'tomas.doğan@college' },
  37: { Status: 'Graduate Form Sent' },
  41: {
    First_Name: 'Maximiliana Alexandrina Theodora Wilhelmina Konstantina Evangelina',
    Last_Name: `${'von und zu Hohenlangenburg-'.repeat(4)}Ende`,
  },
  44: { Status: 'Unregistered' },
  47: { Status: 'Passive' },
  52: { Status: 'Revive' },
  56: { Status: 'Student Certificate Sent' },
}
const withoutAcademicEmail = new Set([18, 39, 49])

export const students: ZohoStudent[] = Array.from({ length: 60 }, (_, index) => {
  const student: ZohoStudent = { ...ordinaryStudent(index), ...oldStyleFinance[index], ...peculiar[index] }
  if (!withoutAcademicEmail.has(index)) return student
  const { Academic_Email: _missing, ...rest } = student
  return rest
})
