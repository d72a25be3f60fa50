import { optionalList, struct, value } from './params.ts'
import { THEME_REVISION } from './site.ts'
import type { Visit } from './world.ts'

const VERSION = '2024100706'

export const siteInfoParams = struct({ serviceshortnames: optionalList(value('alphanumext')) })

/** core_webservice_get_site_info: what the token may call, and who it belongs to. */
export function siteInfo(visit: Visit, functionNames: string[]): Record<string, unknown> {
  const user = visit.world.users.get(visit.callerId)
  return {
    sitename: 'Example College',
    username: user?.username,
    firstname: user?.firstname,
    lastname: user?.lastname,
    fullname: `${user?.firstname} ${user?.lastname}`,
    lang: 'en',
    userid: visit.callerId,
    siteurl: visit.siteUrl,
    userpictureurl: `${visit.siteUrl}/theme/image.php/boost/core/${THEME_REVISION}/u/f1`,
    functions: functionNames.map((name) => ({ name, version: VERSION })),
    downloadfiles: 1,
    uploadfiles: 1,
    release: '4.5.6 (Build: 20250811)',
    version: VERSION,
    mobilecssurl: '',
    advancedfeatures: Object.entries(advancedFeatures).map(([name, on]) => ({ name, value: on })),
    usercanmanageownfiles: true,
    userquota: 104_857_600,
    usermaxuploadfilesize: 67_108_864,
    userhomepage: 1,
    userprivateaccesskey: '0c0ffee0c0ffee0c0ffee0c0ffee0c0f',
    siteid: 1,
    sitecalendartype: 'gregorian',
    usercalendartype: 'gregorian',
    userissiteadmin: false,
    theme: 'boost',
    limitconcurrentlogins: 0,
    policyagreed: 0,
  }
}

const advancedFeatures = {
  usecomments: 1,
  usetags: 1,
  enablenotes: 1,
  messaging: 1,
  enableblogs: 1,
  enablecompletion: 1,
  enablebadges: 1,
  messagingallusers: 0,
  enablecustomreports: 1,
  enableglobalsearch: 0,
  mnet_dispatcher_mode: 0,
  enablecompetencies: 1,
}
