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

$string['about'] = 'بخصوص';
$string['about_help'] = 'مثل user:12 أو course:5 أو معرّف حدث';
$string['addressbaseonly'] = 'أدخل العنوان الأساسي فقط، مثل https://bridge.example.org: دون ‎/v1‎ ودون ‎?‎ ودون ‎#‎.';
$string['addressblocked'] = 'يرفض مودل الاتصال بالعنوان {$a}.';
$string['addresscharacters'] = 'يحتوي العنوان على رموز لا يمكن أن تكون في عنوان.';
$string['addressfetching'] = 'لم يُدخل عنوان الخدمة: لا يُرسل شيء، وتجلب الخدمة التغييرات بنفسها، وآخر مرة {$a}.';
$string['addresshost'] = 'المضيف في العنوان ليس اسم مضيف ولا عنوان IP.';
$string['addressmissing'] = 'لم يُدخل عنوان الخدمة، لذا لا يُرسل شيء.';
$string['addressok'] = 'يُسمح لمودل بالاتصال بالعنوان {$a}.';
$string['addressopen'] = 'العنوان {$a} غير مشفَّر (http).';
$string['addressopen_fix'] = 'ما يُرسل إليه يحتوي على معرّفات فقط وهو موقَّع، لكن يمكن للآخرين قراءته في الطريق. زوّد الخدمة بشهادة وأدخل عنوانها الذي يبدأ بـ https.';
$string['addresspassword'] = 'احذف اسم المستخدم وكلمة المرور. تتعرّف الخدمة على مودل بسرّ التوقيع.';
$string['addressscheme'] = 'أدخل عنوانًا كاملًا يبدأ بـ https:// (أو http://) ويحدد مضيفًا، مثل https://bridge.example.org.';
$string['ago'] = 'قبل {$a}';
$string['alloutbox'] = 'كل الأحداث';
$string['attempts'] = 'المحاولات';
$string['backtooutbox'] = 'العودة إلى صندوق الصادر';
$string['badparameter'] = 'معامل غير صحيح: {$a}';
$string['blockedforced'] = 'هذا الإعداد مثبَّت في config.php ({$a}): غيّره هناك.';
$string['blockedhost'] = 'المضيف {$a->host} يقع ضمن المُدخل {$a->entry} في الإعداد «{$a->setting}». احذف هذا المُدخل، أو استبدله بمُدخلات لا تشمل هذا المضيف. أما بقية المُدخلات فتحمي شبكتك: أبقها.';
$string['blockedopen'] = 'افتح الإعداد «{$a}»';
$string['blockedport'] = 'المنفذ {$a->entry} غير موجود في الإعداد «{$a->setting}». أضف سطرًا فيه {$a->entry}.';
$string['blockedunresolved'] = 'لا يستطيع خادم مودل العثور على المضيف {$a->host}، وهو يرفض ما لا يستطيع مقارنته بالإعداد «{$a->setting}». تحقّق من الكتابة، أو عرّف الاسم للخادم (DNS).';
$string['btecmissing'] = 'الإضافة gradingform_btec (التقييم المتقدم: BTEC) غير مثبَّتة على هذا الموقع. ثبّتها ثم حاول مرة أخرى.';
$string['bybridge'] = 'من الخدمة نفسها';
$string['calls_fix'] = 'تحقّق من أن الخدمة تعمل وتعرف عنوان هذا الموقع والرمز. على جهاز الخدمة يتصل الأمر <code dir="ltr">npm run manage -- doctor</code> بمودل ويوضح ما ينقص.';
$string['callsnever'] = 'لم تتصل الخدمة بمودل قط برمز مستخدم الخدمة.';
$string['callsok'] = 'آخر اتصال من الخدمة بمودل كان {$a->ago} (خدمة الويب «{$a->service}»).';
$string['callssilent'] = 'آخر اتصال من الخدمة بمودل كان {$a->ago} (خدمة الويب «{$a->service}»).';
$string['campusbridge:manage'] = 'إدارة Campusbridge';
$string['campusbridge:use'] = 'استخدام خدمات الويب الخاصة بـ Campusbridge';
$string['changes_limit'] = 'limit: عدد صحيح من 1 إلى {$a}.';
$string['changes_sinceseq'] = 'since_seq: 0 أو أكثر. وهو رقم آخر حدث معروف.';
$string['checkaddress'] = 'عنوان الخدمة';
$string['checkbroken'] = 'تعذّر هذا التحقق لأن أداة التحقق نفسها فشلت.';
$string['checkcalls'] = 'اتصالات الخدمة';
$string['checkcron'] = 'Cron والمهام';
$string['checkgradingcopies'] = 'نماذج التقييم';
$string['checkname'] = 'Campusbridge: {$a}';
$string['checkoutbox'] = 'صندوق الصادر';
$string['checkpermissions'] = 'صلاحيات مستخدم الخدمة';
$string['checksecret'] = 'سرّ التوقيع';
$string['checksender'] = 'الإرسال إلى الخدمة';
$string['checkserviceuser'] = 'مستخدم الخدمة';
$string['clearfilters'] = 'مسح المرشحات';
$string['copiesbehind'] = 'نماذج تقييم تختلف عن قالب وحدتها: {$a}.';
$string['copiesbehind_fix'] = 'راجع ما سيتغير وقرّر لكل مهمة.';
$string['copiesok'] = 'كل نماذج التقييم مطابقة لقوالب وحداتها.';
$string['copiespage'] = 'نماذج تقييم Campusbridge';
$string['copiespage_desc'] = 'عندما تتغير وحدة في Zoho يتغير قالبها هنا، ومعه نماذج تقييم المهام التي لم يُقيَّم بها أحد. أما غيرها فيبقى كما هو حتى يقرر شخص ما. وهي مدرجة هنا.';
$string['copyapply'] = 'مطابقة القالب';
$string['copyapplyforce'] = 'تغييره وفقدان هذه التقييمات';
$string['copyassignment'] = 'المهمة';
$string['copychange_added'] = 'معايير ستُضاف: {$a}';
$string['copychange_changed'] = 'معايير ستتغير نصوصها: {$a}';
$string['copychange_details'] = 'اسم النموذج أو وصفه أو ترتيبه';
$string['copychange_regrade'] = 'تسليمات يجب تقييمها من جديد: {$a}';
$string['copychange_removed'] = 'معايير ستُحذف: {$a}';
$string['copychanges'] = 'ما سيتغير';
$string['copyconfirm'] = 'هل تريد تغيير نموذج تقييم «{$a}»؟';
$string['copydone'] = 'أصبح نموذج التقييم مطابقًا لقالبه.';
$string['copyforce'] = 'قُيّمت تسليمات وفق معايير ستُحذف ({$a}). ستضيع تلك التقييمات. هل تريد تغيير النموذج رغم ذلك؟';
$string['copygone'] = 'نموذج التقييم مطابق بالفعل، أو لم يعد مستخدمًا.';
$string['copywhy'] = 'سبب تركه';
$string['copywhy_edited'] = 'عُدّل يدويًا في المهمة';
$string['copywhy_marked'] = 'تسليمات قُيّمت به: {$a}';
$string['cron_fix'] = 'اجعل الخادم يشغّل <code dir="ltr">admin/cli/cron.php</code> كل دقيقة. بدونه تُرسل التغييرات متأخرة أو لا تُرسل.';
$string['cronnever'] = 'لم يعمل cron قط.';
$string['cronok'] = 'آخر تشغيل لـ cron كان {$a}، ولا تتعثر أي مهمة من مهام Campusbridge.';
$string['cronstopped'] = 'آخر تشغيل لـ cron كان {$a}.';
$string['deadletters'] = 'المتروكة ({$a})';
$string['doneby'] = 'بواسطة';
$string['donebynobody'] = 'لا أحد (cron)';
$string['event'] = 'الحدث';
$string['eventconnectiontested'] = 'اختُبر اتصال Campusbridge';
$string['eventgradingcopyupdated'] = 'مطابقة نموذج تقييم Campusbridge';
$string['eventid'] = 'معرّف الحدث';
$string['eventnumber'] = 'الحدث {$a}';
$string['eventoutboxresent'] = 'أُعيد إرسال أحداث Campusbridge';
$string['eventtype'] = 'نوع الحدث';
$string['eventtype_attempt_reopened'] = 'إعادة فتح محاولة';
$string['eventtype_course_created'] = 'إنشاء مقرر';
$string['eventtype_course_deleted'] = 'حذف مقرر';
$string['eventtype_course_module_created'] = 'إنشاء مهمة';
$string['eventtype_course_module_deleted'] = 'حذف مهمة';
$string['eventtype_course_module_updated'] = 'تعديل مهمة';
$string['eventtype_course_updated'] = 'تعديل مقرر';
$string['eventtype_role_assigned'] = 'إسناد دور معلّم';
$string['eventtype_role_unassigned'] = 'إزالة دور معلّم';
$string['eventtype_submission_graded'] = 'تقييم تسليم';
$string['eventtype_template_changed'] = 'تغيير نموذج التقييم';
$string['eventtype_template_deleted'] = 'حذف نموذج التقييم';
$string['eventtype_user_created'] = 'إنشاء مستخدم';
$string['eventtype_user_deleted'] = 'حذف مستخدم';
$string['eventtype_user_enrolment_created'] = 'تسجيل مستخدم في مقرر';
$string['eventtype_user_enrolment_deleted'] = 'إلغاء تسجيل مستخدم من مقرر';
$string['eventtype_user_enrolment_updated'] = 'تعديل تسجيل في مقرر';
$string['eventtype_user_graded'] = 'تغيير درجة';
$string['eventtype_user_updated'] = 'تعديل مستخدم';
$string['eventtype_workflow_state_updated'] = 'تغيّر حالة سير التقييم';
$string['fetchedtime'] = 'جلبته الخدمة';
$string['happened'] = 'وقت الحدوث';
$string['httpstatus'] = 'حالة HTTP';
$string['invalidlimit'] = 'limit: يجب أن يكون من 1 إلى {$a}.';
$string['justnow'] = 'الآن';
$string['keepdays'] = 'مدة الاحتفاظ بالأحداث';
$string['keepdays_desc'] = 'تُحذف الأحداث الأقدم من هذه المدة بعد إرسالها أو دمجها. وحيث لم يُدخل عنوان الخدمة تُحذف كذلك الأحداث التي جلبتها الخدمة قبل هذه المدة. أما الأحداث التي تنتظر الإرسال أو الجلب أو المتروكة فلا تُحذف أبدًا.';
$string['manualenrolmentoff'] = 'التسجيل اليدوي متوقف على هذا الموقع. فعّله من: إدارة الموقع > الإضافات > التسجيل في المقررات.';
$string['nextsecret'] = 'سرّ التوقيع التالي';
$string['nextsecret_desc'] = 'فقط أثناء تغيير السرّ. أدخل السرّ الجديد هنا، وأضفه في الخدمة إلى جانب القديم، ثم أدخله في حقل سرّ التوقيع وأفرغ هذا الحقل. لا يضيع شيء خلال ذلك: الطلب الذي يُرفض توقيعه يُوقَّع بهذا السرّ ويُرسل ثانية.';
$string['outboxcaption'] = 'أحداث صندوق الصادر، الأحدث أولًا';
$string['outboxdead'] = 'أحداث متروكة: {$a}.';
$string['outboxdead_fix'] = 'رفضتها الخدمة، أو تعذّر تسليمها ثلاثة أيام. راجع السبب ثم أعد إرسالها.';
$string['outboxempty'] = 'لا شيء في الانتظار.';
$string['outboxenabled'] = 'إبلاغ الخدمة بالتغييرات';
$string['outboxenabled_desc'] = 'عند الإيقاف لا يُكتب شيء جديد في صندوق الصادر، ولا تعرف الخدمة بالتغييرات إلا حين تراجع مودل بنفسها.';
$string['outboxfetched'] = 'لا شيء في الانتظار: تجلب الخدمة التغييرات بنفسها، وآخر مرة {$a}.';
$string['outboxfound'] = 'الأحداث التي عُثر عليها: {$a}';
$string['outboxheading_desc'] = 'تُكتب التغييرات في مودل هنا أولًا ثم تُرسل إلى الخدمة.';
$string['outboxnomatch'] = 'لا يوجد حدث يطابق المرشحات.';
$string['outboxnothing'] = 'صندوق الصادر فارغ. تظهر الأحداث هنا متى تغيّر شيء في مودل.';
$string['outboxpage'] = 'صندوق صادر Campusbridge';
$string['outboxtofetch'] = 'لم تجلبها الخدمة بعد: {$a->count}، وكُتب أقدمها {$a->ago}.';
$string['outboxwaiting'] = 'في الانتظار: {$a->count}، وكُتب أقدمها {$a->ago}.';
$string['payload'] = 'المحتوى (معرّفات فقط)';
$string['periodlast'] = 'آخر {$a}';
$string['permissions_fix'] = 'شغّل <code dir="ltr">local/campusbridge/cli/prepare_service.php</code> على الخادم فهو يمنح ما ينقص. أو امنحه يدويًا في دور مستخدم الخدمة.';
$string['permissionsmissing'] = 'وظائف ناقصة: {$a->functions}، صلاحيات ناقصة: {$a->capabilities}.';
$string['permissionsok'] = 'لدى مستخدم الخدمة كل الصلاحيات، ولدى خدمة الويب كل الوظائف.';
$string['permissionsunknown'] = 'لا يمكن التحقق قبل اختيار مستخدم الخدمة.';
$string['pluginname'] = 'Campusbridge';
$string['prepareserviceemail'] = 'ليس للموقع عنوان «لا ترد» صالح لهذا الحساب: أعطِ عنوانًا بالخيار --email.';
$string['prepareservicehastoken'] = 'لدى الحساب رمز بالفعل، ولا يُعرض مرة أخرى. الخيار --new-token ينشئ رمزًا جديدًا ويُنهي القديم.';
$string['prepareservicehelp'] = 'يهيّئ هذا الموقع لخدمة Campusbridge. يمكن تشغيله مرة أخرى بأمان.

يفعّل خدمات الويب وبروتوكول REST، وينشئ الدور "Campusbridge service"، وينشئ الحساب ويمنحه الدور، ويسمح له باستخدام
خدمة الويب "Campusbridge" ويفعّلها، وينشئ رمزًا يُطبع مرة واحدة.

الخيارات:
--username=NAME   الحساب (الافتراضي campusbridge)
--email=ADDRESS   بريده الإلكتروني عند إنشائه (الافتراضي عنوان «لا ترد» للموقع)
--ip=ADDRESSES    العناوين التي يجوز لها استخدام الرمز، تفصل بينها فواصل (الافتراضي أي عنوان)
--new-token       إنشاء رمز جديد وإنهاء القديم
-h, --help        هذه المساعدة

مثال:
$ sudo -u www-data /usr/bin/php local/campusbridge/cli/prepare_service.php --ip=203.0.113.7';
$string['prepareservicetoken'] = 'الرمز، ويُعرض الآن فقط: {$a}';
$string['privacy:asof'] = 'قِدَم بيانات الحساب والتسجيلات';
$string['privacy:metadata:asof'] = 'متى قُرئت سجلات الطلاب في Zoho CRM لحساب أو لتسجيل، حتى لا يُطبَّق بعدها ما هو أقدم منها.';
$string['privacy:metadata:asof:asof'] = 'متى قُرئ Zoho CRM.';
$string['privacy:metadata:asof:itemkey'] = 'معرّف السجل في Zoho CRM، أو معرّفا المستخدم والمقرر.';
$string['privacy:metadata:asof:userid'] = 'الشخص الذي يخصّه.';
$string['privacy:metadata:outbox'] = 'ما حدث في مودل وينبغي إبلاغ خدمة Campusbridge به: معرّفات فقط، تُحفظ لمدة محدودة.';
$string['privacy:metadata:outbox:actorid'] = 'من قام به.';
$string['privacy:metadata:outbox:data'] = 'معرّفات ما تغيّر، مثل المقرر والمهمة.';
$string['privacy:metadata:outbox:eventtype'] = 'نوع التغيير.';
$string['privacy:metadata:outbox:timecreated'] = 'متى حدث.';
$string['privacy:metadata:outbox:userid'] = 'الشخص الذي يخصّه.';
$string['privacy:metadata:records:amounts'] = 'الرسوم والخصومات والمنح والدفعات.';
$string['privacy:metadata:records:asof'] = 'وقت قراءته من سجلات الطلاب.';
$string['privacy:metadata:records:bank'] = 'المصرف والاسم المسجَّل به الحساب.';
$string['privacy:metadata:records:classes'] = 'أي صف يمثله المقرر.';
$string['privacy:metadata:records:days'] = 'الأيام التي يبدأ فيها شيء أو ينتهي أو يستحق أو دُفع أو قُيِّم.';
$string['privacy:metadata:records:email'] = 'عنوان البريد الأكاديمي.';
$string['privacy:metadata:records:feedback'] = 'ملاحظات المقيِّم.';
$string['privacy:metadata:records:finance'] = 'ما على الطالب للكلية، منسوخًا من سجلات الطلاب في Zoho CRM.';
$string['privacy:metadata:records:grades'] = 'نتائج الوحدات، منسوخة من سجلات الطلاب.';
$string['privacy:metadata:records:instalments'] = 'مواعيد استحقاق أقساط الرسوم، منسوخة من سجلات الطلاب.';
$string['privacy:metadata:records:payments'] = 'ما دفعه الطالب، منسوخًا من سجلات الطلاب.';
$string['privacy:metadata:records:profiles'] = 'كيف تعرف الكلية الطالب، منسوخًا من سجلات الطلاب.';
$string['privacy:metadata:records:programme'] = 'البرنامج والمستوى وحالة التسجيل.';
$string['privacy:metadata:records:registrations'] = 'البرامج التي سُجِّل فيها الطالب، منسوخة من سجلات الطلاب.';
$string['privacy:metadata:records:result'] = 'النتيجة وكيف تنتج عن المعايير والمحاولة وحالة التقييم.';
$string['privacy:metadata:records:scholarship'] = 'المنحة وسببها.';
$string['privacy:metadata:records:studentid'] = 'رقم الطالب.';
$string['privacy:metadata:records:teacherid'] = 'من يدرِّس الصف.';
$string['privacy:metadata:records:unit'] = 'الوحدة.';
$string['privacy:metadata:records:userid'] = 'الطالب.';
$string['privacy:metadata:records:way'] = 'كيف دُفع ولأجل ماذا ورقم الإيصال.';
$string['privacy:metadata:records:zohoid'] = 'معرِّف السجل في Zoho CRM.';
$string['privacy:metadata:service'] = 'خدمة Campusbridge الخاصة بالكلية، التي تُبقي مودل وسجلات الطلاب في Zoho CRM و Microsoft Teams متوافقة.';
$string['privacy:metadata:service:actorid'] = 'من قام به.';
$string['privacy:metadata:service:data'] = 'معرّفات ما تغيّر، مثل المقرر والمهمة.';
$string['privacy:metadata:service:eventtype'] = 'نوع التغيير.';
$string['privacy:metadata:service:record'] = 'الملف الشخصي والتسجيلات والدرجات، التي تقرؤها الخدمة عبر خدمات الويب بعد إبلاغها بتغيير.';
$string['privacy:metadata:service:userid'] = 'الشخص الذي يخصّه.';
$string['privacy:outbox'] = 'تغييرات أُبلغت بها خدمة Campusbridge';
$string['privacy:records'] = 'سجلات الطلاب';
$string['problem_badanswer'] = 'وصل ردّ، لكنه ليس من خدمة Campusbridge. تحقّق من عنوان الخدمة.';
$string['problem_busy'] = 'تطلب الخدمة التمهّل. لا يضيع شيء: سيُرسل لاحقًا.';
$string['problem_certificate'] = 'لم تُقبل شهادة الخدمة. تحقّق من صحة العنوان ومن أن شهادته صالحة له.';
$string['problem_linerefused'] = 'رفضت الخدمة هذا الحدث.';
$string['problem_notconfigured'] = 'عنوان الخدمة أو سرّها غير موجود في الإعدادات.';
$string['problem_redirected'] = 'عنوان الخدمة يحيل إلى عنوان آخر. أدخل العنوان النهائي، وهو عادة الذي يبدأ بـ https.';
$string['problem_refused'] = 'رفضت الخدمة ما أُرسل. تحقّق من عنوان الخدمة. الإرسال متوقف حتى ينجح اختبار الاتصال.';
$string['problem_secretunreadable'] = 'لا يمكن قراءة السرّ المخزَّن، لأن المفتاح الذي شُفّر به ليس على هذا الموقع. أدخل السرّ من جديد.';
$string['problem_serviceerror'] = 'وقع خطأ في الخدمة. لا يضيع شيء: سيُعاد الإرسال لاحقًا.';
$string['problem_timeout'] = 'لم تردّ الخدمة في الوقت المناسب. لا يضيع شيء: سيُعاد الإرسال لاحقًا.';
$string['problem_unauthorized'] = 'لم تقبل الخدمة التوقيع. أدخل السرّ نفسه هنا وهناك، وتحقّق من توافق ساعتي الجهازين. الإرسال متوقف حتى ينجح اختبار الاتصال.';
$string['problem_unexpected'] = 'فشل الإرسال على نحو غير متوقع. يذكر التفصيل الموضع في الشيفرة.';
$string['problem_unreachable'] = 'تعذّر الوصول إلى الخدمة. تحقّق من عنوانها ومن أنها تعمل.';
$string['problem_urlblocked'] = 'لا تسمح إعدادات أمان HTTP في مودل بعنوان الخدمة. غيّر "cURL blocked hosts list" أو "cURL allowed ports list" في: إدارة الموقع > عام > الأمان > أمان HTTP.';
$string['reasonfolded'] = 'لم يُرسل، لأن حدثًا أحدث عن الشيء نفسه يكفي.';
$string['reasonretry'] = 'المحاولات الفاشلة: {$a->attempts}. {$a->error} المحاولة التالية: {$a->next}.';
$string['recordsbusy'] = 'هناك استدعاء آخر يكتب سجلات الطلاب نفسها. لم يُكتب شيء؛ حاول مرة أخرى.';
$string['resend'] = 'إعادة الإرسال';
$string['resendalldead'] = 'إعادة إرسال كل الأحداث المتروكة ({$a})';
$string['resendalldeadconfirm'] = 'هل تريد إعادة إرسال كل الأحداث المتروكة وعددها {$a}؟ تأكد من إصلاح السبب، وإلا فستُترك مرة أخرى.';
$string['resendconfirm'] = 'هل تريد إعادة إرسال {$a} من الأحداث؟ تتعرّف الخدمة على ما لديها منها.';
$string['resenddone'] = 'أحداث أُعيدت لتُرسل خلال دقيقة: {$a}';
$string['resendnone'] = 'لم يُحدَّد شيء يمكن إعادة إرساله.';
$string['resendselected'] = 'إعادة إرسال المحدَّد';
$string['restoff'] = 'بروتوكول REST متوقف، لذا لا تستطيع الخدمة الاتصال بمودل.';
$string['rowstatus_dead'] = 'متروك';
$string['rowstatus_folded'] = 'مدموج';
$string['rowstatus_sent'] = 'مُرسل';
$string['rowstatus_waiting'] = 'في الانتظار';
$string['sameevents'] = 'كل الأحداث بخصوصه';
$string['secret'] = 'سرّ التوقيع';
$string['secret_desc'] = 'يُوقَّع به كل ما يُرسل إلى الخدمة، ويجب أن تعرف الخدمة السرّ نفسه (MOODLE_WEBHOOK_SECRET). يمكن إنشاؤه بالأمر <code dir="ltr">openssl rand -hex 32</code>. ويُخزَّن مشفَّرًا.';
$string['secretcharacters'] = 'لا يحتوي السرّ على مسافات ولا فواصل.';
$string['secretmissing'] = 'لم يُدخل سرّ التوقيع، لذا لا يمكن توقيع شيء ولا يُرسل شيء.';
$string['secretneedless'] = 'لا حاجة إلى سرّ التوقيع، لأن شيئًا لا يُرسل.';
$string['secretok'] = 'سرّ التوقيع مخزَّن ويمكن فك تشفيره.';
$string['secretrotation'] = 'أُدخل سرّ توقيع تالٍ: تبديل السرّ جارٍ.';
$string['secretrotation_fix'] = 'متى عرفت الخدمة السرّ الجديد، أدخله في حقل «سرّ التوقيع» وأفرغ حقل «سرّ التوقيع التالي».';
$string['secretshort'] = 'استخدم {$a} حرفًا على الأقل. الأمر "openssl rand -hex 32" ينشئ سرًّا جيدًا.';
$string['secretunreadable'] = 'لا يمكن فك تشفير الإعداد «{$a}».';
$string['secretunreadable_fix'] = 'الأرجح أن قاعدة البيانات نُسخت من موقع آخر دون مفتاحه. أدخل السرّ من جديد، أو انسخ ملف المفتاح من ذلك الموقع إلى {$a}. وحتى ذلك الحين لا يمكن توقيع شيء ولا يُرسل شيء.';
$string['selectevent'] = 'تحديد الحدث {$a}';
$string['senderfailing'] = 'فشلت المحاولة الأخيرة: {$a}';
$string['sendernever'] = 'لم يُرسل شيء بعد.';
$string['senderoff'] = 'إبلاغ الخدمة بالتغييرات متوقف.';
$string['senderok'] = 'آخر ما قبلته الخدمة كان {$a}.';
$string['senderpaused'] = 'الإرسال متوقف مؤقتًا: {$a}';
$string['senderpaused_fix'] = 'لا يضيع شيء: تنتظر الأحداث في صندوق الصادر. يُستأنف الإرسال تلقائيًا متى قبلت الخدمة إشارة حياة (تُرسل كل 15 دقيقة، وعند «اختبار الاتصال»)، أو عند تغيير العنوان أو السرّ.';
$string['senttime'] = 'وقت الإرسال';
$string['sequence'] = 'الرقم التسلسلي';
$string['sequencenone'] = 'لم يُعطَ بعد';
$string['serviceaccountunfit'] = 'لا يصلح الحساب {$a} لأن يكون حساب الخدمة: فهو مدير للموقع أو حساب الضيف أو موقوف أو لا يُسمح له بالدخول. اختر حسابًا آخر بالخيار --username.';
$string['serviceheading'] = 'الاتصال بالخدمة';
$string['serviceheading_desc'] = 'أين تعمل خدمة Campusbridge وكيف يتعرّف كل طرف على الآخر. بعد الحفظ <a href="{$a}">اختبر الاتصال</a> في الاتجاهين.';
$string['serviceurl'] = 'عنوان الخدمة';
$string['serviceurl_desc'] = 'العنوان الأساسي للخدمة، مثل https://bridge.example.org، دون ‎/v1‎ ودون شرطة مائلة في آخره.';
$string['serviceuserid'] = 'مستخدم الخدمة';
$string['serviceuserid_desc'] = 'المستخدم الذي تتصل الخدمة بمودل باسمه. ويُعلَّم ما يقوم به هذا المستخدم على أنه عمل الجسر نفسه. تعرض القائمة المستخدمين الذين لديهم الصلاحية local/campusbridge:use.';
$string['settings'] = 'إعدادات Campusbridge';
$string['statusallwell'] = 'كل شيء على ما يرام.';
$string['statuserror'] = 'خطأ';
$string['statusfindings'] = 'أخطاء: {$a->errors}، تحذيرات: {$a->warnings}.';
$string['statusinfo'] = 'معلومة';
$string['statusok'] = 'سليم';
$string['statuspage'] = 'حالة Campusbridge';
$string['statuswarning'] = 'تحذير';
$string['task_clean_outbox'] = 'حذف الصفوف القديمة من صندوق الصادر';
$string['task_clean_records'] = 'حذف سجلات المستخدمين المحذوفين';
$string['task_send_heartbeat'] = 'إرسال إشارة حياة إلى Campusbridge';
$string['task_send_outbox'] = 'إرسال صندوق الصادر إلى Campusbridge';
$string['taskdisabled'] = 'المهمة «{$a}» معطَّلة.';
$string['taskfailing'] = 'فشلت المهمة «{$a}» في آخر تشغيل. سجلها يوضح السبب.';
$string['tenant'] = 'المستأجر';
$string['tenant_desc'] = 'فقط إذا كانت خدمة واحدة تخدم عدة كليات: اسم هذه الكلية لدى الخدمة. وإلا فاتركه فارغًا.';
$string['tenantinvalid'] = 'استخدم من 1 إلى 40 حرفًا لاتينيًا صغيرًا (a–z) وأرقامًا وشرطات، على أن يبدأ بحرف أو رقم.';
$string['testaccepted'] = 'مقبول';
$string['testconnection'] = 'اختبار الاتصال';
$string['testconnection_desc'] = 'يرسل إشارة حياة موقَّعة إلى الخدمة، وينظر متى اتصلت الخدمة بمودل آخر مرة. لا تُرسل أي بيانات عن الأشخاص.';
$string['testfailed'] = 'فشل';
$string['testin'] = 'من الخدمة إلى مودل';
$string['testin_desc'] = 'لا يستطيع مودل أن يجعل الخدمة تتصل، لكنه يسجّل بدقة الدقيقة متى وصل اتصال برمز صالح لمستخدم الخدمة. للحصول على اتصال جديد شغّل <code dir="ltr">npm run manage -- doctor</code> على جهاز الخدمة ثم أعد الاختبار.';
$string['testinseen'] = 'آخر اتصال: {$a->time} ({$a->ago})، خدمة الويب «{$a->service}».';
$string['testout'] = 'من مودل إلى الخدمة';
$string['testoutok'] = 'تلقّت الخدمة إشارة الحياة الموقَّعة وقبلتها.';
$string['testseen'] = 'شوهد';
$string['testunseen'] = 'لم يُشاهد مؤخرًا';
$string['useradmin'] = 'الحساب {$a} مدير للموقع. استخدم حسابًا لا يملك إلا ما تحتاج إليه الخدمة.';
$string['usergone'] = 'مستخدم الخدمة المختار لم يعد موجودًا.';
$string['usernumber'] = 'المستخدم {$a}';
$string['userok'] = 'لدى {$a->user} رمز للخدمة: {$a->services}.';
$string['usersuspended'] = 'الحساب {$a} موقوف أو غير مؤكَّد.';
$string['usertokenmissing'] = 'الحساب {$a} ليس لديه رمز (token) لخدمات الويب.';
$string['usertokenunusable'] = 'لا يمكن استخدام أي رمز (token) للحساب {$a}: انتهت صلاحيته، أو أن خدمته معطَّلة، أو أن الحساب ليس ضمن المستخدمين المصرَّح لهم.';
$string['userunset'] = 'لم يُختر مستخدم الخدمة.';
$string['versionnone'] = 'غير مثبَّت';
$string['versions'] = 'الإصدارات';
$string['webservicesoff'] = 'خدمات الويب متوقفة، لذا لا تستطيع الخدمة الاتصال بمودل.';
