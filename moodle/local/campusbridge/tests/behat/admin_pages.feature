@local @local_campusbridge
Feature: Administrators see how Campusbridge works and mend what does not
  In order to keep Moodle and the student records in step
  As an administrator
  I need to set up the connection, see its state and send events again

  Background:
    Given the following "users" exist:
      | username | firstname | lastname | email               |
      | manager1 | Mona      | Manager  | manager@example.com |
      | teacher1 | Tarek     | Teacher  | teacher@example.com |
    And the following "role assigns" exist:
      | user     | role    | contextlevel | reference |
      | manager1 | manager | System       |           |

  Scenario: A wrong address is refused with its reason
    Given I log in as "admin"
    When I navigate to "Plugins > Local plugins > Campusbridge > Campusbridge settings" in site administration
    Then I should see "No service address is entered, so nothing is sent."
    When I set the field "Service address" to "bridge.example.org"
    And I press "Save changes"
    Then I should see "Enter a whole address that starts with https://"
    When I set the field "Service address" to "https://bridge.example.org/v1/events/moodle"
    And I press "Save changes"
    Then I should see "Enter only the base address"

  Scenario: An address that Moodle may not call is explained with the entry to change
    Given the following config values are set as admin:
      | curlsecurityblockedhosts | 10.0.0.0/8 |
      | curlsecurityallowedport  | 443        |
    And the following config values are set as admin:
      | serviceurl | https://10.20.30.40:8443 | local_campusbridge |
    And I log in as "admin"
    When I navigate to "Plugins > Local plugins > Campusbridge > Campusbridge settings" in site administration
    Then I should see "Moodle refuses to call https://10.20.30.40:8443."
    And I should see "The host 10.20.30.40 is covered by the entry 10.0.0.0/8"
    And I should see "The port 8443 is missing"
    When I click on "Open the setting \"cURL allowed ports list\"" "link"
    Then I should see "HTTP security"

  Scenario: The status page names each trouble and tests the connection
    Given I log in as "admin"
    When I navigate to "Plugins > Local plugins > Campusbridge > Campusbridge status" in site administration
    Then I should see "No service address is entered, so nothing is sent."
    And I should see "No signing secret is entered"
    And I should see "No service user is chosen."
    When I press "Test connection"
    Then I should see "The address or the secret of the service is missing in the settings."
    And I should see "The service has never called Moodle with a token of the service user."

  Scenario: An event appears in the outbox and can be found
    Given the following config values are set as admin:
      | outboxenabled | 1 | local_campusbridge |
    And the following "courses" exist:
      | fullname | shortname |
      | Art      | ART       |
    And I log in as "admin"
    When I navigate to "Plugins > Local plugins > Campusbridge > Campusbridge outbox" in site administration
    Then I should see "Course created"
    When I set the field "Event type" to "Course created"
    And I set the field "Time" to "Last 7 days"
    And I press "Filter"
    Then I should see "Events found: 1"
    And I should see "Waiting" in the "Course created" "table_row"
    When I set the field "About" to "somebody"
    And I press "Filter"
    Then I should see "Events found: 0"
    And I should see "No event matches the filters."
    When I follow "Clear filters"
    And I click on "Course created" "link" in the "Course created" "table_row"
    Then I should see "Contents (ids only)"
    And I should not see "Send again"

  Scenario: A manager sees status and outbox but not the settings
    Given I log in as "manager1"
    When I visit "/local/campusbridge/status.php"
    Then I should see "Campusbridge status"
    When I visit "/local/campusbridge/outbox.php"
    Then I should see "Campusbridge outbox"
    When I visit "/local/campusbridge/copies.php"
    Then I should see "Every grading form says what its unit's template says."

  Scenario: Nobody else is offered the pages
    When I log in as "teacher1"
    Then I should not see "Site administration"
    And I should not see "Campusbridge"

  @javascript @accessibility
  Scenario: The pages meet accessibility standards
    Given I log in as "admin"
    When I visit "/local/campusbridge/status.php"
    Then the "region-main" "region" should meet accessibility standards
    When I visit "/local/campusbridge/outbox.php"
    Then the "region-main" "region" should meet accessibility standards
