<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * Arabic strings, in alphabetical order.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['addressbaseonly'] = 'أدخل العنوان الأساسي فقط، مثل https://bridge.example.org: دون /v1 ودون ? ودون #.';
$string['addressblocked'] = 'يرفض مودل الاتصال بالعنوان {$a}.';
$string['addresscharacters'] = 'يحتوي العنوان على رموز لا يمكن أن تكون في عنوان.';
$string['addresshost'] = 'المضيف في العنوان ليس اسم مضيف ولا عنوان IP.';
$string['addressmissing'] = 'لم يُدخل عنوان الخدمة، لذا لا يُرسل شيء.';
$string['addressok'] = 'يُسمح لمودل بالاتصال بالعنوان {$a}.';
$string['addressopen'] = 'العنوان {$a} غير مشفَّر (http).';
$string['addressopen_fix'] = 'ما يُرسل إليه يحتوي على معرّفات فقط وهو موقَّع، لكن يمكن للآخرين قراءته في الطريق. زوّد الخدمة بشهادة وأدخل عنوانها الذي يبدأ بـ https.';
$string['addresspassword'] = 'احذف اسم المستخدم وكلمة المرور. تتعرّف الخدمة على مودل بسرّ التوقيع.';
$string['addressscheme'] = 'أدخل عنوانًا كاملًا يبدأ بـ https:// (أو http://) ويحدد مضيفًا، مثل https://bridge.example.org.';
$string['blockedforced'] = 'هذا الإعداد مثبَّت في config.php ({$a}): غيّره هناك.';
$string['blockedhost'] = 'المضيف {$a->host} يقع ضمن المُدخل {$a->entry} في الإعداد «{$a->setting}». احذف هذا المُدخل، أو استبدله بمُدخلات لا تشمل هذا المضيف. أما بقية المُدخلات فتحمي شبكتك: أبقها.';
$string['blockedopen'] = 'افتح الإعداد «{$a}»';
$string['blockedport'] = 'المنفذ {$a->entry} غير موجود في الإعداد «{$a->setting}». أضف سطرًا فيه {$a->entry}.';
$string['blockedunresolved'] = 'لا يستطيع خادم مودل العثور على المضيف {$a->host}، وهو يرفض ما لا يستطيع مقارنته بالإعداد «{$a->setting}». تحقّق من الكتابة، أو عرّف الاسم للخادم (DNS).';
$string['calls_fix'] = 'تحقّق من أن الخدمة تعمل وتعرف عنوان هذا الموقع والرمز. على جهاز الخدمة يتصل الأمر "npm run manage -- doctor" بمودل ويوضح ما ينقص.';
$string['callsnever'] = 'لم تتصل الخدمة بمودل قط برمز مستخدم الخدمة.';
$string['callsok'] = 'آخر اتصال من الخدمة بمودل كان قبل {$a->ago} (خدمة الويب «{$a->service}»).';
$string['callssilent'] = 'آخر اتصال من الخدمة بمودل كان قبل {$a->ago} (خدمة الويب «{$a->service}»).';
$string['campusbridge:manage'] = 'إدارة Campusbridge';
$string['campusbridge:use'] = 'استخدام خدمات الويب الخاصة بـ Campusbridge';
$string['checkaddress'] = 'عنوان الخدمة';
$string['checkcalls'] = 'اتصالات الخدمة';
$string['checkcron'] = 'Cron والمهام';
$string['checksecret'] = 'سرّ التوقيع';
$string['checkserviceuser'] = 'مستخدم الخدمة';
$string['cron_fix'] = 'اجعل الخادم يشغّل admin/cli/cron.php كل دقيقة. بدونه تُرسل التغييرات متأخرة أو لا تُرسل.';
$string['cronnever'] = 'لم يعمل cron قط.';
$string['cronok'] = 'آخر تشغيل لـ cron كان قبل {$a}، ولا تتعثر أي مهمة من مهام Campusbridge.';
$string['cronstopped'] = 'آخر تشغيل لـ cron كان قبل {$a}.';
$string['nextsecret'] = 'سرّ التوقيع التالي';
$string['outboxenabled'] = 'إبلاغ الخدمة بالتغييرات';
$string['outboxenabled_desc'] = 'عند الإيقاف لا يُكتب شيء جديد في صندوق الصادر، ولا تعرف الخدمة بالتغييرات إلا حين تراجع مودل بنفسها.';
$string['outboxheading_desc'] = 'تُكتب التغييرات في مودل هنا أولًا ثم تُرسل إلى الخدمة.';
$string['outboxpage'] = 'صندوق الصادر';
$string['pluginname'] = 'Campusbridge';
$string['restoff'] = 'بروتوكول REST متوقف، لذا لا تستطيع الخدمة الاتصال بمودل.';
$string['secret'] = 'سرّ التوقيع';
$string['secret_desc'] = 'يُوقَّع به كل ما يُرسل إلى الخدمة، ويجب أن تعرف الخدمة السرّ نفسه (MOODLE_WEBHOOK_SECRET). يمكن إنشاؤه بالأمر "openssl rand -hex 32". ويُخزَّن مشفَّرًا.';
$string['secretcharacters'] = 'لا يحتوي السرّ على مسافات ولا فواصل.';
$string['secretmissing'] = 'لم يُدخل سرّ التوقيع، لذا لا يمكن توقيع شيء ولا يُرسل شيء.';
$string['secretok'] = 'سرّ التوقيع مخزَّن ويمكن فك تشفيره.';
$string['secretrotation'] = 'أُدخل سرّ توقيع تالٍ: تبديل السرّ جارٍ.';
$string['secretshort'] = 'استخدم {$a} حرفًا على الأقل. الأمر "openssl rand -hex 32" ينشئ سرًّا جيدًا.';
$string['secretunreadable'] = 'لا يمكن فك تشفير الإعداد «{$a}».';
$string['secretunreadable_fix'] = 'الأرجح أن قاعدة البيانات نُسخت من موقع آخر دون مفتاحه. أدخل السرّ من جديد، أو انسخ ملف المفتاح من ذلك الموقع إلى {$a}. وحتى ذلك الحين لا يمكن توقيع شيء ولا يُرسل شيء.';
$string['serviceheading'] = 'الاتصال بالخدمة';
$string['serviceheading_desc'] = 'أين تعمل خدمة Campusbridge وكيف يتعرّف كل طرف على الآخر. بعد الحفظ تحقّق من الاتجاهين بزر «اختبار الاتصال» في صفحة الحالة.';
$string['serviceurl'] = 'عنوان الخدمة';
$string['serviceurl_desc'] = 'العنوان الأساسي للخدمة، مثل https://bridge.example.org، دون /v1 ودون شرطة مائلة في آخره.';
$string['serviceuserid'] = 'مستخدم الخدمة';
$string['serviceuserid_desc'] = 'المستخدم الذي تتصل الخدمة بمودل باسمه. ويُعلَّم ما يقوم به هذا المستخدم على أنه عمل الجسر نفسه. تعرض القائمة المستخدمين الذين لديهم الصلاحية local/campusbridge:use.';
$string['settings'] = 'الإعدادات';
$string['statuspage'] = 'الحالة';
$string['taskdisabled'] = 'المهمة «{$a}» معطَّلة.';
$string['taskfailing'] = 'فشلت المهمة «{$a}» في آخر تشغيل. سجلها يوضح السبب.';
$string['tenant'] = 'المستأجر';
$string['tenant_desc'] = 'فقط إذا كانت خدمة واحدة تخدم عدة كليات: اسم هذه الكلية لدى الخدمة. وإلا فاتركه فارغًا.';
$string['tenantinvalid'] = 'استخدم من 1 إلى 40 حرفًا لاتينيًا صغيرًا (a–z) وأرقامًا وشرطات، على أن يبدأ بحرف أو رقم.';
$string['useradmin'] = 'الحساب {$a} مدير للموقع. استخدم حسابًا لا يملك إلا ما تحتاج إليه الخدمة.';
$string['usergone'] = 'مستخدم الخدمة المختار لم يعد موجودًا.';
$string['userok'] = 'لدى {$a->user} رمز للخدمة: {$a->services}.';
$string['usersuspended'] = 'الحساب {$a} موقوف أو غير مؤكَّد.';
$string['usertokenmissing'] = 'الحساب {$a} ليس لديه رمز (token) لخدمات الويب.';
$string['usertokenunusable'] = 'لا يمكن استخدام أي رمز (token) للحساب {$a}: انتهت صلاحيته، أو أن خدمته معطَّلة، أو أن الحساب ليس ضمن المستخدمين المصرَّح لهم.';
$string['userunset'] = 'لم يُختر مستخدم الخدمة.';
$string['webservicesoff'] = 'خدمات الويب متوقفة، لذا لا تستطيع الخدمة الاتصال بمودل.';
